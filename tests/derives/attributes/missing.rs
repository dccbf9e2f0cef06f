//! No attribute.

#[derive(annals::Record)]
pub struct Person {
    pub id: i64,
}

fn main() {}
