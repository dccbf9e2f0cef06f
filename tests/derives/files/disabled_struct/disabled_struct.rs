//! An event type disabled with `cfg`.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
