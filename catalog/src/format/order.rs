//! Puts the keys of the language in the order of the reference.

use super::layout::{Collection, Document, Entry, Value};

/// Orders every mapping with keys of the language. Comments move with the entry below them.
pub(super) fn order(document: &mut Document<'_>) {
    if let Some(root) = &mut document.root {
        order_collection(root);
    }
}

fn order_collection(collection: &mut Collection<'_>) {
    for entry in &mut collection.entries {
        if let Value::Collection(inner) = &mut entry.value {
            order_collection(inner);
        }
    }
    arrange(collection);
}

/// Orders the entries of one mapping, but not those inside them.
pub(super) fn arrange(collection: &mut Collection<'_>) {
    if collection.list {
        return;
    }
    let keys = collection.entries.iter().filter_map(|entry| entry.key.as_ref());
    if let Some(order) = collection.shape.order(keys.map(|key| key.name)) {
        rearrange(&mut collection.entries, &order);
    }
}

/// Swaps the blank lines of the old and the new first entry, so that the one at the top stays there.
fn rearrange(entries: &mut Vec<Entry<'_>>, order: &[usize]) {
    let (old, new) = (*entries[0].blank_above(), *entries[order[0]].blank_above());
    *entries[0].blank_above() = new;
    *entries[order[0]].blank_above() = old;
    let mut waiting: Vec<Option<Entry<'_>>> = entries.drain(..).map(Some).collect();
    entries.extend(order.iter().filter_map(|index| waiting[*index].take()));
}
