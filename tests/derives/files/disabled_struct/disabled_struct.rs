//! An event whose type was compiled away.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
