//! A page that belongs to no one entry was edited.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
