//! A variant with a field.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor(u8),
    NoId,
    Audit,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {}
