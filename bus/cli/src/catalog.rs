//! The events that the command knows.

use annals::{EventDescriptor, Metadata, registry};
use serde_json::Value;

/// The events of a catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Catalog;

/// One event of a catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CatalogEvent(&'static EventDescriptor);

impl Catalog {
    /// The events of Open edX, which are built in.
    pub(crate) fn built_in() -> Self {
        // A crate is linked, with the events that it registers, only if something of it is used.
        let _ = &openedx_events::learning::STUDENT_REGISTRATION_COMPLETED;
        Self
    }

    pub(crate) fn get(&self, event_type: &str) -> Option<CatalogEvent> {
        Some(CatalogEvent(registry().get(event_type)?.descriptor()))
    }
}

impl CatalogEvent {
    /// The payload as JSON.
    pub(crate) fn to_json(self, payload: &[u8]) -> Result<String, String> {
        self.0.avro_to_json(payload).map_err(|error| error.to_string())
    }

    /// JSON as a payload.
    pub(crate) fn to_avro(self, json: &str) -> Result<Vec<u8>, String> {
        self.0.json_to_avro(json).map_err(|error| error.to_string())
    }

    /// New metadata of an event that is sent now.
    pub(crate) fn metadata(self) -> Metadata {
        Metadata::new(self.0)
    }

    /// The value that the order depends on, from the event as JSON.
    pub(crate) fn key(self, json: &str) -> Option<String> {
        let path = self.0.key?;
        let json: Value = serde_json::from_str(json).ok()?;
        let value = path.split('.').try_fold(&json, |value, name| value.get(name))?;
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        }
    }
}
