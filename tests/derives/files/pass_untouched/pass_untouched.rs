//! All is as it was generated.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
