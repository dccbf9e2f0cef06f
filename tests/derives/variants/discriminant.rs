//! A number for a case.

#[repr(u8)]
#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Number(i64) = 3,
    Text(String),
}

fn main() {}
