//! An edited page that does not belong to a single entry.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
