//! The users of a record: the events that reach it and the records that hold or extend it.
//!
//! The number of paths to a record can be exponential. So each event is walked once, and each
//! record in it once: a record inside one that the event holds twice is listed under the first path
//! to it.

use std::iter::successors;

use rayon::prelude::*;

use super::{EventId, Field, Model, RecordId};

/// The users of one record, each list in model order.
#[derive(Debug, Default, Clone)]
pub struct Usage {
    /// Events that reach it, with the paths.
    pub events: Vec<(EventId, Vec<String>)>,
    /// Records that hold it, with the fields.
    pub records: Vec<(RecordId, Vec<String>)>,
    /// Records that extend it.
    pub extended_by: Vec<RecordId>,
    /// Events that extend it.
    pub extended_by_events: Vec<EventId>,
    /// Events that do not reach it, but have its fields: they reach or are what extends it.
    pub inherited_by: Vec<EventId>,
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
            for (field, used) in holders(self, &record.fields) {
                note(&mut usage[index(used)].records, id, path("", field));
            }
        }
        for (id, event) in (0..).map(EventId).zip(&self.events) {
            if let Some(base) = event.extends {
                usage[index(base)].extended_by_events.push(id);
            }
        }
        // Walking is slow and runs on all cores; noting is fast and keeps the order.
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
        for (id, record) in (0..).map(RecordId).zip(&self.records) {
            let bases = successors(record.extends, |base| self[*base].extends);
            for base in bases {
                let Usage { events, extended_by_events, .. } = &usage[index(id)];
                let of_record = events.iter().map(|(event, _)| *event);
                let inherited: Vec<EventId> =
                    of_record.chain(extended_by_events.iter().copied()).collect();
                usage[index(base)].inherited_by.extend(inherited);
            }
        }
        for Usage { events, extended_by_events, inherited_by, .. } in &mut usage {
            inherited_by.extend(extended_by_events.iter());
            inherited_by.sort_unstable();
            inherited_by.dedup();
            inherited_by
                .retain(|event| events.binary_search_by_key(event, |(known, _)| *known).is_err());
        }
        usage
    }
}

/// The records that an event reaches, with a path for each field that holds one. `seen` has the
/// last event that visited each record, so that nothing is cleared between events.
fn walk(model: &Model, event: usize, seen: &mut [usize]) -> Vec<(RecordId, String)> {
    let mut found: Vec<(RecordId, String)> = Vec::new();
    // Records to visit, and the index in `found` of the first path to each.
    let mut queue = vec![(None, &model.events[event].data)];
    let mut next = 0;
    while let Some((before, fields)) = queue.get(next).copied() {
        next += 1;
        for (field, used) in holders(model, fields) {
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

/// Adds a path to its user, which is the last one or a new one.
fn note<Id: PartialEq>(users: &mut Vec<(Id, Vec<String>)>, user: Id, path: String) {
    match users.last_mut() {
        Some((last, paths)) if *last == user => paths.push(path),
        _ => users.push((user, vec![path])),
    }
}

/// The fields that hold a record, directly, in a list or map, or as the case of a variant.
fn holders<'m>(
    model: &'m Model,
    fields: &'m [Field],
) -> impl Iterator<Item = (&'m Field, RecordId)> {
    fields.iter().flat_map(|field| model.records_in(&field.ty).map(move |id| (field, id)))
}

fn path(outer: &str, field: &Field) -> String {
    let mut path = field.path(outer);
    field.ty.descend(&mut path);
    path
}

fn index(RecordId(id): RecordId) -> usize {
    id as usize
}
