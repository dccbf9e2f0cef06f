//! No fields at all.

#[derive(Clone, PartialEq, annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {}

fn main() {}
