//! No place for values that are not listed.

#[derive(Clone, PartialEq, Eq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor,
    NoId,
    Audit,
}

fn main() {}
