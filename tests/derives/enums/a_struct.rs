//! `Enum` derived for a struct.

#[derive(Clone, PartialEq, annals::Enum)]
#[annals(enumeration = "Mode")]
pub struct Mode;

fn main() {}
