//! All schemas are missing.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
