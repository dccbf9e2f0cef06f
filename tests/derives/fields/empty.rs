//! No fields.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {}

fn main() {}
