//! Who uses a record: the model in, for each record the events that reach it and the records that hold it out.
//!
//! Every event is walked once, and every record once in an event: a record inside one that an event
//! holds twice is listed under the first way to it. So the work grows with what is reachable, not with
//! the number of paths, which can be exponential.

use annals_catalog::model::{EventId, Field, Model, RecordId, Type};
use rayon::prelude::*;

use crate::lower::{event_ids, number};

/// Users of all records.
pub struct Usage {
    /// Parallel to [`Model::records`].
    pub records: Vec<RecordUsage>,
}

/// Users of one record, each list in model order.
#[derive(Debug, Default, Clone)]
pub struct RecordUsage {
    /// Events that reach it, and on which paths.
    pub events: Vec<(EventId, Vec<String>)>,
    /// Records that hold it, and in which fields.
    pub records: Vec<(RecordId, Vec<String>)>,
    /// Records that extend it.
    pub extended_by: Vec<RecordId>,
}

/// Who uses each record.
#[must_use]
pub fn lower(model: &Model) -> Usage {
    let mut usage = vec![RecordUsage::default(); model.records.len()];
    for (id, record) in
        model.records.iter().enumerate().map(|(index, record)| (RecordId(number(index)), record))
    {
        if let Some(base) = record.extends {
            usage[index(base)].extended_by.push(id);
        }
        for (field, used) in holders(&record.fields) {
            note(&mut usage[index(used)].records, id, step("", field));
        }
    }
    // Walking is the work, and goes on on all cores; noting is quick, and keeps the order.
    let none = || vec![None; model.records.len()];
    let found: Vec<Vec<(RecordId, String)>> =
        event_ids(model).map_init(none, |seen, id| walk(model, id, seen)).collect();
    for (event, found) in found.into_iter().enumerate() {
        let id = EventId(number(event));
        found.into_iter().for_each(|(used, path)| note(&mut usage[index(used)].events, id, path));
    }
    Usage { records: usage }
}

/// The records that an event reaches, with a path for each field that holds one. `seen` holds the
/// last event that came by a record, so that nothing is cleared between events.
fn walk(model: &Model, id: EventId, seen: &mut [Option<EventId>]) -> Vec<(RecordId, String)> {
    let mut found: Vec<(RecordId, String)> = Vec::new();
    // What is found first at a record leads on from there.
    let mut queue = vec![(None, &model[id].data)];
    let mut next = 0;
    while let Some((before, fields)) = queue.get(next).copied() {
        next += 1;
        for (field, used) in holders(fields) {
            if seen[index(used)].replace(id) != Some(id) {
                queue.push((Some(found.len()), &model[used].fields));
            }
            let path = before.map_or("", |before: usize| found[before].1.as_str());
            let path = step(path, field);
            found.push((used, path));
        }
    }
    found
}

/// Adds a path under its user; users come one after the other.
fn note<Id: PartialEq>(users: &mut Vec<(Id, Vec<String>)>, user: Id, path: String) {
    match users.last_mut() {
        Some((last, paths)) if *last == user => paths.push(path),
        _ => users.push((user, vec![path])),
    }
}

/// The fields that hold a record, directly or in a list or map.
fn holders(fields: &[Field]) -> impl Iterator<Item = (&Field, RecordId)> {
    fields.iter().filter_map(|field| Some((field, record_in(&field.ty)?)))
}

/// The record a type holds.
pub fn record_in(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(record) => Some(*record),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => record_in(inner),
        _ => None,
    }
}

/// The path to what a field holds: `[]` is each item of a list, `.*` each value of a map.
pub fn step(path: &str, field: &Field) -> String {
    let dot = if path.is_empty() { "" } else { "." };
    let mut path = format!("{path}{dot}{}", field.name);
    let mut ty = &field.ty;
    loop {
        ty = match ty {
            Type::List(inner) => {
                path.push_str("[]");
                inner
            }
            Type::Map(inner) => {
                path.push_str(".*");
                inner
            }
            Type::Nullable(inner) => inner,
            _ => return path,
        };
    }
}

fn index(RecordId(id): RecordId) -> usize {
    id as usize
}
