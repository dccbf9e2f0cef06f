//! An implementation that was appended to generated code.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
