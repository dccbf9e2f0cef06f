//! Lowers a model to one tree for each target, with final names, types, order and sentences.

use annals_catalog::model::{EventId, Model, RecordId};

pub(crate) mod avro;
pub(crate) mod example;
pub mod json_schema;
pub(crate) mod lock;
pub(crate) mod pages;
pub(crate) mod rst;
pub(crate) mod rust;
pub(crate) mod view;

/// The events of the generated crate, in the order of the model.
pub(crate) fn event_ids(model: &Model) -> Vec<EventId> {
    let ids = (0..number(model.events.len())).map(EventId);
    ids.filter(|id| model.is_here(model[*id].domain)).collect()
}

/// The records of the generated crate, in the order of the model.
pub(crate) fn record_ids(model: &Model) -> Vec<RecordId> {
    let ids = (0..number(model.records.len())).map(RecordId);
    ids.filter(|id| model.is_here(model[*id].domain)).collect()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("the front end numbers what it finds with 32 bits")
}
