//! No fields.

#[derive(Clone, PartialEq, annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {}

fn main() {}
