//! A field whose type was replaced by an alias.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
