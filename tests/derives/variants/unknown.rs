//! Unknown cases of a closed variant.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Number(i64),
    Text(String),
    Unknown(annals::UnknownCase<Self>),
}

fn main() {}
