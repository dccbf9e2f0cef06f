//! A field that was renamed: its derive says so, and nobody repeats it.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
