//! Sorts records by what they need.

use annals_catalog::model::{Field, Model, RecordId};

/// Sorts records so that each comes after those that it holds or extends. If records need each other
/// in a circle, one of them must come too early.
pub(super) fn sorted(model: &Model, wanted: impl IntoIterator<Item = RecordId>) -> Vec<RecordId> {
    let mut state = vec![false; model.records.len()];
    let mut sorted = Vec::new();
    for id in wanted {
        // Records and how many of their needs were visited; no recursion, since catalogs can be deep.
        let mut open = vec![(id, needs(model, id), 0)];
        if std::mem::replace(&mut state[index(id)], true) {
            continue;
        }
        while let Some((id, needs_of, next)) = open.last_mut() {
            let Some(need) = needs_of.get(*next).copied() else {
                sorted.push(*id);
                open.pop();
                continue;
            };
            *next += 1;
            if !std::mem::replace(&mut state[index(need)], true) {
                open.push((need, needs(model, need), 0));
            }
        }
    }
    sorted
}

fn needs(model: &Model, id: RecordId) -> Vec<RecordId> {
    let record = &model[id];
    record.extends.into_iter().chain(held(model, &record.fields)).collect()
}

/// The records that the fields hold, each once, in the order of the fields; those of all cases of a variant.
pub(super) fn held(model: &Model, fields: &[Field]) -> Vec<RecordId> {
    let mut held = Vec::new();
    for id in fields.iter().flat_map(|field| model.records_in(&field.ty)) {
        if !held.contains(&id) {
            held.push(id);
        }
    }
    held
}

fn index(id: RecordId) -> usize {
    id.0 as usize
}
