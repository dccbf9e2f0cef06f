//! A variant that is not in the catalog.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor,
    NoId,
    Audit,
    Verified,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {}
