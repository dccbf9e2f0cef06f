//! A case of another type.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Number(i32),
    Text(String),
}

fn main() {}
