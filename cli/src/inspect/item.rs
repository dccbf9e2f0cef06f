//! What `annals list` prints about each event and record.

use annals_catalog::model::{Event, Model, RecordId};
use annals_contract as contract;
use serde::Serialize;

use super::filter::Reach;

#[derive(Debug, Serialize)]
pub(crate) struct EventItem {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    pub(crate) domain: String,
    /// The date.
    pub(crate) added: String,
    /// True if it contains personal data at any depth.
    pub(crate) pii: bool,
    pub(crate) deprecated: bool,
    pub(crate) local_only: bool,
    pub(crate) description: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct RecordItem {
    pub(crate) name: String,
    pub(crate) domain: String,
    /// The date.
    pub(crate) added: Option<String>,
    /// True if it contains personal data at any depth.
    pub(crate) pii: bool,
    pub(crate) deprecated: bool,
    /// The number of fields, including inherited ones.
    pub(crate) fields: usize,
    pub(crate) description: String,
}

pub(super) fn event(model: &Model, event: &Event) -> EventItem {
    EventItem {
        name: event.name.clone(),
        event_type: event.event_type.clone(),
        domain: model[event.domain].name.clone(),
        added: event.added.to_string(),
        pii: event.pii,
        deprecated: event.deprecated.is_some(),
        local_only: event.local_only.is_some(),
        description: event.description.clone(),
    }
}

/// An event of a release.
pub(crate) fn of_lock(event_type: &str, event: &contract::Event) -> EventItem {
    EventItem {
        name: event.name.clone(),
        event_type: event_type.to_owned(),
        domain: event.domain.clone(),
        added: event.added.clone(),
        pii: event.pii,
        deprecated: event.deprecated.is_some(),
        local_only: event.local_only,
        // Descriptions are not a part of contracts.
        description: String::new(),
    }
}

pub(super) fn record(model: &Model, id: RecordId) -> RecordItem {
    let record = &model[id];
    RecordItem {
        name: record.name.clone(),
        domain: model[record.domain].name.clone(),
        added: record.added.map(|date| date.to_string()),
        pii: Reach::of(model, &record.fields).pii,
        deprecated: record.deprecated.is_some(),
        fields: record.fields.len(),
        description: record.description.clone(),
    }
}
