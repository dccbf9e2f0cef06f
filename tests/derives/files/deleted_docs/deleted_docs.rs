//! All pages are gone: one thing happened.

#[path = "src/catalog.rs"]
mod catalog;

pub use catalog::*;

fn main() {}
