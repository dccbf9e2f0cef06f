//! No variant for unknown values.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor,
    NoId,
    Audit,
}

fn main() {}
