//! `verify!` with arguments, in a file that was changed.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
