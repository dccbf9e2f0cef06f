//! `Enum` derived for a struct.

#[derive(annals::Enum)]
#[annals(enumeration = "Mode")]
pub struct Mode;

fn main() {}
