//! A tuple struct.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person(pub i64);

fn main() {}
