//! A doc comment that was edited.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
