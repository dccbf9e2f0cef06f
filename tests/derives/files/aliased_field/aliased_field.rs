//! A field whose type goes by another name.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
