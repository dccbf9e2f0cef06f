//! Reports events whose records are nested too deep.
//!
//! A schema defines a record where it is first used, inside another record. Readers of JSON and
//! Avro are recursive, and common ones stop at about a hundred levels.

use crate::diagnostic::Diagnostics;
use crate::resolve::Held;
use crate::resolve::data::Data;
use crate::resolve::index::Index;
use crate::rule::meaning::TOO_DEEP;

/// The greatest depth of records in each other.
const LIMIT: usize = 32;

/// Checks every event.
pub(crate) fn depths(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    held: &Held<'_, '_>,
    data: &[Data<'_>],
) {
    let edges = held.edges;
    if edges.len() <= LIMIT {
        return;
    }
    let mut walk = Walk { edges, seen: vec![usize::MAX; edges.len()], path: Vec::new() };
    for (number, (event, data)) in index.events.items.iter().zip(data).enumerate() {
        if let Some(deepest) = walk.too_deep(number, held.starts(data)) {
            let record = index.records.items[deepest];
            let message = format!("the records of this event have more than {LIMIT} levels");
            diagnostics
                .report(&TOO_DEEP, event.name.span, message)
                .related(record.name.span, "this record is too deep")
                .hint("refer to it by an id instead of holding it, or flatten the records between");
        }
    }
}

/// A walk over the records of the events.
struct Walk<'e> {
    edges: &'e [Vec<usize>],
    /// The last event that reached each record.
    seen: Vec<usize>,
    /// Records and the number of their edges that were followed.
    path: Vec<(usize, usize)>,
}

impl Walk<'_> {
    /// The first record of an event that is too deep, in the order of a schema: each record once,
    /// in field order.
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
