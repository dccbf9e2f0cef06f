//! All schemas are gone.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
