//! Variants in another order.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    NoId,
    Honor,
    Audit,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {}
