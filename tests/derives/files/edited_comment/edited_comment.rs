//! An edited doc comment.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
