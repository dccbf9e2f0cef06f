//! What the parser knows of the language, for those who describe it: its tables in, plain lists out.

use crate::parse;

/// A kind of mapping that the language knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Construct {
    /// With its article, as reports name it: `a record`.
    pub name: &'static str,
    /// Every key it may have.
    pub keys: &'static [&'static str],
}

/// Every kind of mapping with keys of its own, from the top level of a file down.
pub fn constructs() -> impl Iterator<Item = Construct> {
    parse::SHAPES.iter().map(|shape| Construct { name: shape.name, keys: shape.keys })
}

/// Keys of the top level that only the main file has.
pub const ONLY_IN_MAIN_FILE: &[&str] = &parse::ONLY_MAIN;

/// The levels that `lint` gives a rule.
pub const LEVELS: &[&str] = &parse::LEVELS;
