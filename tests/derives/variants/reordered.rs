//! Cases in another order.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Text(String),
    Number(i64),
}

fn main() {}
