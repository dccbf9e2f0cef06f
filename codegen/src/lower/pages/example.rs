//! The example of an event: its sample payload in, the same value as JSON and as Rust out.

mod rust;

use annals_catalog::model::{Event, Model};
use serde::Serialize;

use super::json;
use crate::lower::example::event_example;

/// One payload in two languages.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    json: String,
    rust: String,
}

/// The example, where a valid one can be made.
pub(super) fn lower(model: &Model, event: &Event) -> Option<Example> {
    let value = event_example(model, event)?;
    let rust = rust::literal(model, event, &value)?;
    Some(Example { json: json::block(value), rust })
}
