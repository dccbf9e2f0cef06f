//! Answers questions about a catalog for `annals list`, `show` and `stats`.
//!
//! The answers are printed as JSON and YAML as they are, so their fields are stable, and every key
//! is always present: null or empty if there is no value.

mod filter;
mod item;
mod stats;

pub(crate) use filter::{Filter, Unknown};
pub(crate) use item::{EventItem, RecordItem, of_lock};
pub(crate) use stats::{Counts, Share, Statistics};

use annals_catalog::model::{EventId, Model, RecordId};
use annals_site::facts::{self, Shown};

/// Finds an event by name or event type, or a record by `Name` or `domain.Name`.
pub(crate) fn show(model: &Model, name: &str) -> Result<Shown, Unknown> {
    if let Some(event) = find_event(model, name) {
        return Ok(Shown::Event(Box::new(facts::event(model, &model[event]))));
    }
    match find_record(model, name) {
        Ok(record) => {
            let usage = model.usage().swap_remove(record.0 as usize);
            Ok(Shown::Record(Box::new(facts::record(model, record, usage))))
        }
        Err(unknown) if unknown.is_ambiguous() => Err(unknown),
        Err(_) => {
            let events = model.events.iter();
            let names = events.flat_map(|event| [&event.name, &event.event_type]).cloned();
            Err(Unknown::new("event or record", name, names.chain(record_names(model))))
        }
    }
}

/// Finds an event by its name or event type.
#[must_use]
pub(crate) fn find_event(model: &Model, name: &str) -> Option<EventId> {
    let is_meant = |event: &annals_catalog::model::Event| {
        [&event.name, &event.event_type].iter().any(|known| *known == name)
    };
    let index = model.events.iter().position(is_meant)?;
    u32::try_from(index).ok().map(EventId)
}

/// The same; the error suggests the nearest name.
pub(crate) fn event(model: &Model, name: &str) -> Result<EventId, Unknown> {
    let names = model.events.iter().flat_map(|event| [&event.name, &event.event_type]).cloned();
    find_event(model, name).ok_or_else(|| Unknown::new("event", name, names))
}

/// Finds a record by `Name` or `domain.Name`.
fn find_record(model: &Model, name: &str) -> Result<RecordId, Unknown> {
    let ids = (0..).map(RecordId).take(model.records.len());
    let meant: Vec<RecordId> =
        ids.filter(|id| model[*id].name == name || model.qualified(*id) == name).collect();
    match meant[..] {
        [record] => Ok(record),
        [] => Err(Unknown::new("record", name, record_names(model))),
        _ => {
            let names = meant.into_iter().map(|id| model.qualified(id));
            Err(Unknown::ambiguous("record", name, names))
        }
    }
}

/// `Name` and `domain.Name` of every record.
fn record_names(model: &Model) -> impl Iterator<Item = String> {
    let ids = (0..).map(RecordId).take(model.records.len());
    ids.flat_map(|id| [model[id].name.clone(), model.qualified(id)])
}

/// Counts the items of the whole catalog and of each domain.
#[must_use]
pub(crate) fn statistics(model: &Model) -> Statistics {
    stats::count(model)
}

/// The events that pass a filter, in the order of the catalog.
pub(crate) fn events(model: &Model, filter: &Filter) -> Result<Vec<EventItem>, Unknown> {
    let bound = filter.bind(model)?;
    let events = model.events.iter().filter(|event| bound.takes_event(event));
    Ok(events.map(|event| item::event(model, event)).collect())
}

/// The records that pass a filter, in the order of the catalog.
pub(crate) fn records(model: &Model, filter: &Filter) -> Result<Vec<RecordItem>, Unknown> {
    let bound = filter.bind(model)?;
    let ids = (0..).map(RecordId).take(model.records.len());
    let records = ids.filter(|id| bound.takes_record(*id));
    Ok(records.map(|id| item::record(model, id)).collect())
}
