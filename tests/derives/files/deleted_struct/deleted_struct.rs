//! An event whose type was deleted.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
