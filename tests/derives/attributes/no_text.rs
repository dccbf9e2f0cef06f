//! A value that is not a string literal.

#[derive(annals::Record)]
#[annals(record = shop::Person)]
pub struct Person {
    pub id: i64,
}

fn main() {}
