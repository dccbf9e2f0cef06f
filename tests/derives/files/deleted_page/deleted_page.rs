//! A missing page.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
