//! All pages are missing: one error.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
