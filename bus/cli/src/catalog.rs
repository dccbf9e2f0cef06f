//! The events that the command knows: those of Open edX, or those of a catalog that it is given.

mod avro;
mod error;
mod exact;
mod json;
mod limits;
mod lower;
mod read;
mod schema;
mod spelling;
#[cfg(test)]
mod tests;
mod text;
mod types;

use std::path::Path;
use std::sync::Arc;

use annals::{EventDescriptor, Metadata, registry};
use serde_json::Value;

use schema::{Event, Schema};

/// The events of a catalog.
#[derive(Debug, Clone)]
pub(crate) enum Catalog {
    /// Those that this program was compiled with.
    BuiltIn,
    /// Those of a file.
    Loaded(Arc<Schema>),
}

/// One event of a catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CatalogEvent<'a> {
    BuiltIn(&'static EventDescriptor),
    Loaded(&'a Schema, &'a Event),
}

impl Catalog {
    /// The catalog in a file, `catalog.yaml` or `catalog.lock`; without one, that of Open edX.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, String> {
        // A crate is linked, with the events that it registers, only if something of it is used.
        let _ = &openedx_events::learning::STUDENT_REGISTRATION_COMPLETED;
        let Some(path) = path else { return Ok(Self::BuiltIn) };
        let lock = read::lock(path)?;
        let schema = Schema::of(&lock);
        let schema = schema.map_err(|error| format!("cannot use `{}`: {error}", path.display()))?;
        Ok(Self::Loaded(Arc::new(schema)))
    }

    pub(crate) fn get(&self, event_type: &str) -> Option<CatalogEvent<'_>> {
        match self {
            Self::BuiltIn => Some(CatalogEvent::BuiltIn(registry().get(event_type)?.descriptor())),
            Self::Loaded(schema) => {
                Some(CatalogEvent::Loaded(schema, schema.events.get(event_type)?))
            }
        }
    }
}

impl CatalogEvent<'_> {
    /// The payload as JSON.
    pub(crate) fn to_json(self, payload: &[u8]) -> Result<String, String> {
        match self {
            Self::BuiltIn(event) => event.avro_to_json(payload).map_err(|error| error.to_string()),
            Self::Loaded(schema, event) => {
                local_only(event)?;
                let json = avro::read(schema, event, payload).map_err(|error| error.to_string())?;
                Ok(json.to_string())
            }
        }
    }

    /// JSON as a payload.
    pub(crate) fn to_avro(self, json: &str) -> Result<Vec<u8>, String> {
        match self {
            Self::BuiltIn(event) => event.json_to_avro(json).map_err(|error| error.to_string()),
            Self::Loaded(schema, event) => {
                local_only(event)?;
                json::to_avro(schema, event, json).map_err(|error| error.to_string())
            }
        }
    }

    /// New metadata of an event that is sent now.
    pub(crate) fn metadata(self) -> Metadata {
        let (schema, event) = match self {
            Self::BuiltIn(event) => return Metadata::new(event),
            Self::Loaded(schema, event) => (schema, event),
        };
        let known = openedx_events::learning::STUDENT_REGISTRATION_COMPLETED.descriptor();
        let made = Metadata::new(known);
        let service = made.source().split_once('/').map_or("", |(_, service)| service);
        let source = format!("{}/{service}", schema.source);
        made.with_event_type(event.event_type.clone())
            .with_minorversion(event.minor_version)
            .with_sourcelib(schema.version.clone())
            .with_source(source)
    }

    /// The value that the order depends on, from the event as JSON.
    pub(crate) fn key(self, json: &str) -> Option<String> {
        let path = match self {
            Self::BuiltIn(event) => event.key?.split('.').map(str::to_owned).collect(),
            Self::Loaded(_, event) => event.key.clone()?,
        };
        let json: Value = serde_json::from_str(json).ok()?;
        let value = path.iter().try_fold(&json, |value, name| value.get(name))?;
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        }
    }
}

fn local_only(event: &Event) -> Result<(), String> {
    if event.local_only {
        return Err("events of this type are never sent over a bus".to_owned());
    }
    Ok(())
}
