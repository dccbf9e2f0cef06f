//! An attribute that says nothing.

#[derive(annals::Record)]
#[annals()]
pub struct Person {
    pub id: i64,
}

fn main() {}
