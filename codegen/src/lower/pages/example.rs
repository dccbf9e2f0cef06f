//! The example of an event, as JSON and as Rust.

mod rust;

use annals_catalog::model::{Event, Model, Value};
use serde::Serialize;

use super::json;
pub(crate) use rust::literal as rust_example;

#[derive(Debug, Serialize)]
pub(super) struct Example {
    json: String,
    rust: String,
}

/// The example, if it can be written in Rust.
pub(super) fn lower(model: &Model, event: &Event, sample: &Value) -> Option<Example> {
    let rust = rust::literal(model, event, sample)?;
    Some(Example { json: json::block(sample), rust })
}
