//! A renamed variant.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor,
    WithoutId,
    Audit,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {}
