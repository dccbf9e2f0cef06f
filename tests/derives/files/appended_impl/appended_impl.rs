//! An implementation appended to a generated file.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
