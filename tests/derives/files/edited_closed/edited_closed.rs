//! An edited file of a domain that is not compiled.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
