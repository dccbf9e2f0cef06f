//! A root file without `verify!`.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
