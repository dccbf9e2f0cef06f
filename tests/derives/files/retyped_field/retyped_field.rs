//! A field whose type was changed: rustc says so, and nobody repeats it.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
