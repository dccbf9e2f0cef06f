//! How deep records nest in an event: events and records in, a report for each that goes too deep out.
//!
//! Schemas write a record out where it is first met, inside the one that mentions it. Readers of
//! JSON and Avro follow that by recursion, and the common ones stop at about a hundred levels.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::resolve::fields::Field;
use crate::resolve::index::Index;
use crate::resolve::personal::{edges, record_in};
use crate::resolve::records::Records;
use crate::rule::meaning::TOO_DEEP;

/// Records inside one another that an event may have.
const LIMIT: usize = 32;

/// Checks every event.
pub(crate) fn depths(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &Records<'_>,
    data: &[Vec<Field<'_>>],
) {
    if records.0.len() <= LIMIT {
        return;
    }
    let edges = edges(records);
    for (event, data) in index.events.items.iter().zip(data) {
        let starts = data.iter().filter_map(|field| record_in(field.ty.as_ref()?));
        if let Some(deepest) = too_deep(&edges, starts.map(|id| id.0 as usize)) {
            let record = index.records.items[deepest];
            let message = format!("records nest more than {LIMIT} deep in this event");
            diagnostics
                .report(&TOO_DEEP, event.name.span, message)
                .related(record.name.span, "this one is too deep")
                .hint("name it by a key instead of holding it, or flatten the records between");
        }
    }
}

/// The first record that is met too deep, walking as a schema is written: each record once, in field
/// order.
fn too_deep(edges: &[Vec<usize>], starts: impl Iterator<Item = usize>) -> Option<usize> {
    let mut seen = BTreeSet::new();
    for start in starts {
        if !seen.insert(start) {
            continue;
        }
        // A record and the number of its edges that were followed.
        let mut path = vec![(start, 0)];
        while let Some((record, followed)) = path.last_mut() {
            let Some(target) = edges[*record].get(*followed).copied() else {
                path.pop();
                continue;
            };
            *followed += 1;
            if seen.insert(target) {
                path.push((target, 0));
                if path.len() > LIMIT {
                    return Some(target);
                }
            }
        }
    }
    None
}
