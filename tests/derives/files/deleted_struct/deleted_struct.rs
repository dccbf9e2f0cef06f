//! A deleted event type.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
