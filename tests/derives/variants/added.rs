//! A case that is not in the catalog.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Number(i64),
    Text(String),
    Flag(bool),
}

fn main() {}
