//! A missing case.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Number(i64),
}

fn main() {}
