//! Who uses a record: the events that reach it and the records that hold or extend it.
//!
//! A walk through an event enters each record once. If an event holds a record twice, the records in
//! it are listed with the first path only: the number of all paths can be exponential.

use rayon::prelude::*;

use super::{EventId, Field, Model, RecordId};

/// The users of one record, each list in model order.
#[derive(Debug, Default, Clone)]
pub struct Usage {
    /// Events that contain it, at any depth, with the paths to it.
    pub events: Vec<(EventId, Vec<String>)>,
    /// Records that hold it, with the paths of the fields.
    pub records: Vec<(RecordId, Vec<String>)>,
    /// Records that extend it.
    pub extended_by: Vec<RecordId>,
}

impl Model {
    /// The users of all records, parallel to [`Model::records`].
    #[must_use]
    pub fn usage(&self) -> Vec<Usage> {
        let mut usage = vec![Usage::default(); self.records.len()];
        for (id, record) in (0..).map(RecordId).zip(&self.records) {
            if let Some(base) = record.extends {
                usage[index(base)].extended_by.push(id);
            }
            for (field, used) in holders(&record.fields) {
                note(&mut usage[index(used)].records, id, path("", field));
            }
        }
        // The walks take most of the time and run on all cores.
        let walked: Vec<Vec<(RecordId, String)>> = self
            .events
            .par_iter()
            .enumerate()
            .map_init(|| vec![usize::MAX; self.records.len()], |seen, (at, _)| walk(self, at, seen))
            .collect();
        for (id, found) in (0..).map(EventId).zip(walked) {
            found
                .into_iter()
                .for_each(|(used, path)| note(&mut usage[index(used)].events, id, path));
        }
        usage
    }
}

/// The records in an event, with a path for each field that holds one. `seen` has the last event that
/// entered each record, so that nothing has to be cleared between events.
fn walk(model: &Model, event: usize, seen: &mut [usize]) -> Vec<(RecordId, String)> {
    let mut found: Vec<(RecordId, String)> = Vec::new();
    // The fields of the records to enter, with the index in `found` of the path to each.
    let mut queue = vec![(None, &model.events[event].data)];
    let mut next = 0;
    while let Some((before, fields)) = queue.get(next).copied() {
        next += 1;
        for (field, used) in holders(fields) {
            if std::mem::replace(&mut seen[index(used)], event) != event {
                queue.push((Some(found.len()), &model[used].fields));
            }
            let outer = before.map_or("", |before: usize| found[before].1.as_str());
            let path = path(outer, field);
            found.push((used, path));
        }
    }
    found
}

/// Adds a path of a user; the paths of a user are added one after the other.
fn note<Id: PartialEq>(users: &mut Vec<(Id, Vec<String>)>, user: Id, path: String) {
    match users.last_mut() {
        Some((last, paths)) if *last == user => paths.push(path),
        _ => users.push((user, vec![path])),
    }
}

/// The fields that hold a record, directly or in a list or map.
fn holders(fields: &[Field]) -> impl Iterator<Item = (&Field, RecordId)> {
    fields.iter().filter_map(|field| Some((field, field.ty.record()?)))
}

fn path(outer: &str, field: &Field) -> String {
    let mut path = field.path(outer);
    field.ty.descend(&mut path);
    path
}

fn index(RecordId(id): RecordId) -> usize {
    id as usize
}
