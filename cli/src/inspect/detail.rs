//! Everything that `annals show` prints about an event or a record.

use annals_catalog::model::{self, Event, Model, RecordId};
use annals_catalog::names;
use annals_codegen::render::json::Custom;
use serde::Serialize;

use super::deprecation::{Deprecation, deprecation};
use super::fields::{self, FieldRow};

#[derive(Debug, Serialize)]
pub(crate) struct EventDetail {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    pub(crate) domain: String,
    /// The date.
    pub(crate) added: String,
    pub(crate) description: String,
    /// The record that it extends.
    pub(crate) extends: Option<String>,
    /// Path to the value that orders events on a bus.
    pub(crate) key: Option<String>,
    pub(crate) minor_version: u32,
    /// True if it contains personal data at any depth.
    pub(crate) pii: bool,
    /// Why it is never sent to a bus.
    pub(crate) local_only: Option<String>,
    pub(crate) warning: Option<String>,
    pub(crate) deprecated: Option<Deprecation>,
    /// Link to its definition.
    pub(crate) definition: Option<String>,
    /// Links to the code that sends it.
    pub(crate) triggers: Vec<String>,
    pub(crate) repositories: Vec<String>,
    /// Path of its Avro schema in the output folder; `None` if the event is local only.
    pub(crate) avro_schema: Option<String>,
    /// Path of its JSON Schema in the output folder.
    pub(crate) json_schema: String,
    /// Path of its page in the output folder.
    pub(crate) page: String,
    pub(crate) properties: Custom,
    pub(crate) waivers: Vec<Waiver>,
    /// Its data; a field that holds a record is followed by the fields of that record.
    pub(crate) fields: Vec<FieldRow>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RecordDetail {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) description: String,
    /// The date.
    pub(crate) added: Option<String>,
    /// The record that it extends.
    pub(crate) extends: Option<String>,
    /// True if the whole record is marked as personal data.
    pub(crate) pii: bool,
    pub(crate) deprecated: Option<Deprecation>,
    /// Path of its page in the output folder.
    pub(crate) page: String,
    pub(crate) properties: Custom,
    pub(crate) waivers: Vec<Waiver>,
    /// The records and events that extend it.
    pub(crate) extended_by: Vec<String>,
    /// The events that contain it, at any depth.
    pub(crate) events: Vec<Uses>,
    /// The records that contain it.
    pub(crate) records: Vec<Uses>,
    /// A field that holds a record is followed by the fields of that record.
    pub(crate) fields: Vec<FieldRow>,
}

/// An event or record that contains a record.
#[derive(Debug, Serialize)]
pub(crate) struct Uses {
    pub(crate) name: String,
    /// Where it contains the record.
    pub(crate) paths: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Waiver {
    /// Code of the convention.
    pub(crate) rule: String,
    pub(crate) reason: String,
    /// Its last day.
    pub(crate) until: Option<String>,
}

pub(super) fn event(model: &Model, event: &Event) -> EventDetail {
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

pub(super) fn record(model: &Model, id: RecordId) -> RecordDetail {
    let record = &model[id];
    let domain = &model[record.domain].name;
    let usage = model.usage().swap_remove(id.0 as usize);
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
