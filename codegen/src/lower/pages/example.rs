//! The example of an event: its sample payload in, the same value as JSON and as Rust out.

mod rust;

use annals_catalog::model::{Event, Model, Value};
use serde::Serialize;

use super::json;

/// One payload in two languages.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    json: String,
    rust: String,
}

/// The example, where it can be written in Rust.
pub(super) fn lower(model: &Model, event: &Event, sample: &Value) -> Option<Example> {
    let rust = rust::literal(model, event, sample)?;
    Some(Example { json: json::block(sample), rust })
}
