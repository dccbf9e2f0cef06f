//! Lowers a model to one tree for each target, with final names, types, order and sentences.

use annals_catalog::model::{EventId, Model, RecordId};
use rayon::prelude::*;

pub(crate) mod avro;
pub(crate) mod example;
pub mod json_schema;
pub(crate) mod lock;
pub(crate) mod pages;
pub(crate) mod rst;
pub(crate) mod rust;
pub(crate) mod view;

/// All events, for all cores.
pub(crate) fn event_ids(model: &Model) -> impl IndexedParallelIterator<Item = EventId> {
    (0..number(model.events.len())).into_par_iter().map(EventId)
}

/// All records, for all cores.
pub(crate) fn record_ids(model: &Model) -> impl IndexedParallelIterator<Item = RecordId> {
    (0..number(model.records.len())).into_par_iter().map(RecordId)
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("the front end numbers what it finds with 32 bits")
}
