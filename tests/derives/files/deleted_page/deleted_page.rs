//! A page that is not there.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
