//! A struct for an enum.

#[derive(annals::Enum)]
#[annals(enumeration = "Mode")]
pub struct Mode;

fn main() {}
