//! One event or record of the model in; all there is to know of it out.

use annals_catalog::model::{self, Event, Model, RecordId, Replacement};
use annals_catalog::names;
use serde::Serialize;

use super::fields::{self, FieldRow};

/// An event.
#[derive(Debug, Serialize)]
pub(crate) struct EventDetail {
    /// Name.
    pub(crate) name: String,
    /// Event type.
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    /// Domain.
    pub(crate) domain: String,
    /// When it came.
    pub(crate) added: String,
    /// When it is sent; may be empty.
    pub(crate) description: String,
    /// Path to the value that orders events on a bus.
    pub(crate) key: Option<String>,
    /// Minor version.
    pub(crate) minor_version: u32,
    /// True if it reaches personal data.
    pub(crate) pii: bool,
    /// Why it never goes on a bus.
    pub(crate) local_only: Option<String>,
    /// What users have to know.
    pub(crate) warning: Option<String>,
    /// Set when it should no longer be used.
    pub(crate) deprecated: Option<Deprecation>,
    /// Where it is defined.
    pub(crate) definition: Option<String>,
    /// Where it is sent.
    pub(crate) triggers: Vec<String>,
    /// Who sends it.
    pub(crate) repositories: Vec<String>,
    /// Path of its Avro schema in the output folder; none for one that is local only.
    pub(crate) avro_schema: Option<String>,
    /// Path of its JSON Schema in the output folder.
    pub(crate) json_schema: String,
    /// Path of its page in the output folder.
    pub(crate) page: String,
    /// Accepted breaches of conventions.
    pub(crate) waivers: Vec<Waiver>,
    /// Its data, the fields of every record in it after the field that holds it.
    pub(crate) fields: Vec<FieldRow>,
}

/// A record.
#[derive(Debug, Serialize)]
pub(crate) struct RecordDetail {
    /// Name.
    pub(crate) name: String,
    /// Domain.
    pub(crate) domain: String,
    /// What it holds; may be empty.
    pub(crate) description: String,
    /// When it came, where known.
    pub(crate) added: Option<String>,
    /// The record it extends.
    pub(crate) extends: Option<String>,
    /// True if it is marked as personal data as a whole.
    pub(crate) pii: bool,
    /// Set when it should no longer be used.
    pub(crate) deprecated: Option<Deprecation>,
    /// Path of its page in the output folder.
    pub(crate) page: String,
    /// Accepted breaches of conventions.
    pub(crate) waivers: Vec<Waiver>,
    /// Records that extend it.
    pub(crate) extended_by: Vec<String>,
    /// Events that reach it.
    pub(crate) events: Vec<Uses>,
    /// Records that hold it.
    pub(crate) records: Vec<Uses>,
    /// Its fields, the fields of every record in it after the field that holds it.
    pub(crate) fields: Vec<FieldRow>,
}

/// Who uses a record, and where.
#[derive(Debug, Serialize)]
pub(crate) struct Uses {
    /// The event or record.
    pub(crate) name: String,
    /// Paths in it.
    pub(crate) paths: Vec<String>,
}

/// A deprecation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Deprecation {
    /// Since when.
    pub(crate) since: String,
    /// When it goes.
    pub(crate) removal: Option<String>,
    /// What to use instead.
    pub(crate) replacement: Option<String>,
    /// More words; may be empty.
    pub(crate) note: String,
}

/// An accepted breach of a convention.
#[derive(Debug, Serialize)]
pub(crate) struct Waiver {
    /// Code of the convention.
    pub(crate) rule: String,
    /// Why.
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
    RecordDetail {
        name: record.name.clone(),
        domain: domain.clone(),
        description: record.description.clone(),
        added: record.added.map(|date| date.to_string()),
        extends: record.extends.map(|base| model.qualified(base)),
        pii: record.pii,
        deprecated: record.deprecated.as_ref().map(|item| deprecation(model, item)),
        page: names::record_page(domain, &record.name),
        waivers: waivers(&record.waivers),
        extended_by: usage.extended_by.into_iter().map(|id| model.qualified(id)).collect(),
        events: events.map(|(id, paths)| Uses { name: model[id].name.clone(), paths }).collect(),
        records: records.map(|(id, paths)| Uses { name: model.qualified(id), paths }).collect(),
        fields: fields::rows(model, &record.fields),
    }
}

pub(super) fn deprecation(model: &Model, deprecation: &model::Deprecation) -> Deprecation {
    let replacement = deprecation.replacement.as_ref().map(|replacement| match replacement {
        Replacement::Event(id) => model[*id].name.clone(),
        Replacement::Record(id) => model.qualified(*id),
        Replacement::Sibling(name) => name.clone(),
    });
    Deprecation {
        since: deprecation.since.to_string(),
        removal: deprecation.removal.map(|date| date.to_string()),
        replacement,
        note: deprecation.note.clone(),
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
