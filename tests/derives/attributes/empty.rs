//! An empty attribute.

#[derive(annals::Record)]
#[annals()]
pub struct Person {
    pub id: i64,
}

fn main() {}
