//! A value that is no text.

#[derive(annals::Record)]
#[annals(record = shop::Person)]
pub struct Person {
    pub id: i64,
}

fn main() {}
