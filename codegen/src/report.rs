//! Prints findings for people and machines: diagnostics and stale files in, text or JSON out.

mod json;
mod text;

pub use json::json;
pub use text::{diagnostics, findings, summary};
