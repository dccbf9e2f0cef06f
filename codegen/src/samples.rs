//! What an event looks like outside of the catalog: an example, code that makes it, and its schemas.

use std::collections::BTreeMap;
use std::sync::Arc;

use annals_catalog::model::{Event, Model, Value};

use crate::lower::pages::rust_example;
use crate::lower::view::{self, Catalog};
use crate::lower::{avro, example, json_schema};
use crate::render::{json, user};
use crate::templates::TemplateFault;

/// The data of an event with every field set, in field order; `None` if the catalog does not say enough about it.
#[must_use]
pub fn example(model: &Model, event: &Event) -> Option<Value> {
    example::event_example(model, event)
}

/// The example as Rust: imports, an empty line, and a `let` statement that makes `event`.
#[must_use]
pub fn rust(model: &Model, event: &Event, example: &Value) -> Option<String> {
    rust_example(model, event, example)
}

/// The JSON Schema of an event.
#[must_use]
pub fn json_schema(model: &Model, event: &Event, example: Option<&Value>) -> String {
    json::render(&json_schema::lower(model, event, example))
}

/// The Avro schema of an event; `None` if it is never sent to a bus.
#[must_use]
pub fn avro_schema(model: &Model, event: &Event) -> Option<String> {
    event.local_only.is_none().then(|| json::render(&avro::lower(model, event)))
}

/// Templates of users that are rendered for one event at a time, with `catalog` (without its events) and `event`.
pub struct EventTemplates {
    sources: BTreeMap<String, String>,
    catalog: Arc<Catalog>,
}

impl EventTemplates {
    /// Takes templates by their paths.
    #[must_use]
    pub fn of(model: &Model, sources: BTreeMap<String, String>) -> Self {
        Self { sources, catalog: view::lower_types(model) }
    }

    /// Parses them.
    ///
    /// # Errors
    /// The mistakes in their syntax.
    pub fn parse(&self) -> Result<user::OfEvents<'_>, Vec<TemplateFault>> {
        user::OfEvents::parse(&self.catalog, &self.sources)
    }
}
