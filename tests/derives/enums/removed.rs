//! A missing variant.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor,
    Audit,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {}
