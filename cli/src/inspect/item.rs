//! Events and records of the model in; what a list says of each out.

use annals_catalog::model::{Event, Model, RecordId};
use serde::Serialize;

use super::filter::Reach;

/// An event in a list.
#[derive(Debug, Serialize)]
pub(crate) struct EventItem {
    /// Name.
    pub(crate) name: String,
    /// Event type.
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    /// Domain.
    pub(crate) domain: String,
    /// When it came.
    pub(crate) added: String,
    /// True if it reaches personal data.
    pub(crate) pii: bool,
    /// True if it should no longer be used.
    pub(crate) deprecated: bool,
    /// True if it never goes on a bus.
    pub(crate) local_only: bool,
    /// When it is sent; may be empty.
    pub(crate) description: String,
}

/// A record in a list.
#[derive(Debug, Serialize)]
pub(crate) struct RecordItem {
    /// Name.
    pub(crate) name: String,
    /// Domain.
    pub(crate) domain: String,
    /// When it came, where known.
    pub(crate) added: Option<String>,
    /// True if it reaches personal data.
    pub(crate) pii: bool,
    /// True if it should no longer be used.
    pub(crate) deprecated: bool,
    /// Count of its fields, inherited ones too.
    pub(crate) fields: usize,
    /// What it holds; may be empty.
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
