//! A renamed field: reported once, by its derive.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
