//! A variant with a discriminant.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
#[repr(u8)]
pub enum Mode {
    Honor,
    NoId = 7,
    Audit,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {}
