//! How deep records nest in an event: events and records in, a report for each that goes too deep out.
//!
//! Schemas write a record out where it is first met, inside the one that mentions it. Readers of
//! JSON and Avro follow that by recursion, and the common ones stop at about a hundred levels.

use crate::diagnostic::Diagnostics;
use crate::resolve::fields::Field;
use crate::resolve::index::Index;
use crate::rule::meaning::TOO_DEEP;

/// Records inside one another that an event may have.
const LIMIT: usize = 32;

/// Checks every event.
pub(crate) fn depths(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    edges: &[Vec<usize>],
    data: &[Vec<Field<'_>>],
) {
    if edges.len() <= LIMIT {
        return;
    }
    let mut walk = Walk { edges, seen: vec![usize::MAX; edges.len()], path: Vec::new() };
    for (number, (event, data)) in index.events.items.iter().zip(data).enumerate() {
        let starts = data.iter().filter_map(|field| field.ty.as_ref()?.record());
        if let Some(deepest) = walk.too_deep(number, starts.map(|id| id.0 as usize)) {
            let record = index.records.items[deepest];
            let message = format!("records nest more than {LIMIT} deep in this event");
            diagnostics
                .report(&TOO_DEEP, event.name.span, message)
                .related(record.name.span, "this one is too deep")
                .hint("name it by a key instead of holding it, or flatten the records between");
        }
    }
}

/// A walk through the records of one event after the other.
struct Walk<'e> {
    edges: &'e [Vec<usize>],
    /// The number of the last event that met each record.
    seen: Vec<usize>,
    /// A record and the number of its edges that were followed.
    path: Vec<(usize, usize)>,
}

impl Walk<'_> {
    /// The first record that an event meets too deep, walking as a schema is written: each record
    /// once, in field order.
    fn too_deep(&mut self, event: usize, starts: impl Iterator<Item = usize>) -> Option<usize> {
        let Self { edges, seen, path } = self;
        let mut is_new = |record: usize| std::mem::replace(&mut seen[record], event) != event;
        for start in starts {
            if !is_new(start) {
                continue;
            }
            path.clear();
            path.push((start, 0));
            while let Some((record, followed)) = path.last_mut() {
                let Some(target) = edges[*record].get(*followed).copied() else {
                    path.pop();
                    continue;
                };
                *followed += 1;
                if is_new(target) {
                    path.push((target, 0));
                    if path.len() > LIMIT {
                        return Some(target);
                    }
                }
            }
        }
        None
    }
}
