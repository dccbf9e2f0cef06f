//! A value that the catalog does not list.

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
