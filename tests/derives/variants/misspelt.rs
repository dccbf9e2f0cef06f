//! A name that is not in the catalog.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Idd")]
pub enum Id {
    Number(i64),
    Text(String),
}

fn main() {}
