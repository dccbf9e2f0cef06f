//! A field with another type: reported once, by rustc.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
