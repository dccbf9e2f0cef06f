//! Everything that `annals show` prints about an event or a record.

use annals_catalog::model::{self, Event, Model, RecordId, Usage};
use annals_catalog::names;
use annals_codegen::render::json::Custom;
use serde::Serialize;

use super::deprecation::{Deprecation, deprecation};
use super::fields::{self, FieldRow};

/// An event.
#[derive(Debug, Serialize)]
pub struct EventDetail {
    /// Its name.
    pub name: String,
    /// Its event type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The name of its domain.
    pub domain: String,
    /// The date.
    pub added: String,
    /// May be empty.
    pub description: String,
    /// The record that it extends.
    pub extends: Option<String>,
    /// Path to the value that orders events on a bus.
    pub key: Option<String>,
    /// Its minor version.
    pub minor_version: u32,
    /// True if it contains personal data at any depth.
    pub pii: bool,
    /// Why it is never sent to a bus.
    pub local_only: Option<String>,
    /// A warning for readers.
    pub warning: Option<String>,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Link to its definition.
    pub definition: Option<String>,
    /// Links to the code that sends it.
    pub triggers: Vec<String>,
    /// The repositories that send it, `owner/name`.
    pub repositories: Vec<String>,
    /// Path of its Avro schema in the output folder; `None` if the event is local only.
    pub avro_schema: Option<String>,
    /// Path of its JSON Schema in the output folder.
    pub json_schema: String,
    /// Path of its page in the output folder.
    pub page: String,
    /// Custom properties by name.
    pub properties: Custom,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its data; a field that holds a record is followed by the fields of that record.
    pub fields: Vec<FieldRow>,
}

/// A record.
#[derive(Debug, Serialize)]
pub struct RecordDetail {
    /// Its name.
    pub name: String,
    /// The name of its domain.
    pub domain: String,
    /// May be empty.
    pub description: String,
    /// The date.
    pub added: Option<String>,
    /// The record that it extends.
    pub extends: Option<String>,
    /// True if the whole record is marked as personal data.
    pub pii: bool,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Path of its page in the output folder.
    pub page: String,
    /// Custom properties by name.
    pub properties: Custom,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// The records and events that extend it.
    pub extended_by: Vec<String>,
    /// The events that contain it, at any depth.
    pub events: Vec<Uses>,
    /// The records that contain it.
    pub records: Vec<Uses>,
    /// A field that holds a record is followed by the fields of that record.
    pub fields: Vec<FieldRow>,
}

/// An event or record that contains a record.
#[derive(Debug, Serialize)]
pub struct Uses {
    /// Its name.
    pub name: String,
    /// Where it contains the record.
    pub paths: Vec<String>,
}

/// An accepted violation of a convention.
#[derive(Debug, Serialize)]
pub struct Waiver {
    /// Code of the convention.
    pub rule: String,
    /// Why it is accepted.
    pub reason: String,
    /// Its last day.
    pub until: Option<String>,
}

/// Everything about an event.
#[must_use]
pub fn event(model: &Model, event: &Event) -> EventDetail {
    let domain = &model[event.domain].name;
    let on_bus = event.local_only.is_none();
    EventDetail {
        name: event.name.clone(),
        event_type: event.event_type.clone(),
        domain: domain.clone(),
        added: event.added.to_string(),
        description: event.description.clone(),
        extends: event.extends.map(|base| model.qualified(base)),
        key: event.key.as_ref().map(|key| key.path.clone()),
        minor_version: event.minor_version,
        pii: event.pii,
        local_only: event.local_only.clone(),
        warning: event.warning.clone(),
        deprecated: event.deprecated.as_ref().map(|item| deprecation(model, item)),
        definition: event.definition.clone(),
        triggers: event.triggers.clone(),
        repositories: event.repositories.clone(),
        avro_schema: on_bus.then(|| names::avro_file(&event.event_type)),
        json_schema: names::json_schema_file(&event.event_type),
        page: names::event_page(domain, &event.name),
        properties: (&event.properties).into(),
        waivers: waivers(&event.waivers),
        fields: fields::rows(model, &event.data),
    }
}

/// Everything about a record, with its users.
#[must_use]
pub fn record(model: &Model, id: RecordId, usage: Usage) -> RecordDetail {
    let record = &model[id];
    let domain = &model[record.domain].name;
    let events = usage.events.into_iter();
    let records = usage.records.into_iter();
    let records_extending = usage.extended_by.into_iter().map(|id| model.qualified(id));
    let events_extending = usage.extended_by_events.into_iter().map(|id| model[id].name.clone());
    RecordDetail {
        name: record.name.clone(),
        domain: domain.clone(),
        description: record.description.clone(),
        added: record.added.map(|date| date.to_string()),
        extends: record.extends.map(|base| model.qualified(base)),
        pii: record.pii,
        deprecated: record.deprecated.as_ref().map(|item| deprecation(model, item)),
        page: names::record_page(domain, &record.name),
        properties: (&record.properties).into(),
        waivers: waivers(&record.waivers),
        extended_by: records_extending.chain(events_extending).collect(),
        events: events.map(|(id, paths)| Uses { name: model[id].name.clone(), paths }).collect(),
        records: records.map(|(id, paths)| Uses { name: model.qualified(id), paths }).collect(),
        fields: fields::rows(model, &record.fields),
    }
}

fn waivers(waivers: &[model::Waiver]) -> Vec<Waiver> {
    let waiver = |waiver: &model::Waiver| Waiver {
        rule: waiver.rule.clone(),
        reason: waiver.reason.clone(),
        until: waiver.until.map(|date| date.to_string()),
    };
    waivers.iter().map(waiver).collect()
}
