//! Refuses keys that are repeated in their mapping.

use super::{Entry, Kind, Node};
use crate::diagnostic::Diagnostics;
use crate::rule::shape::MISPLACED;
use crate::rule::yaml::DUPLICATE_KEY;
use crate::sort;
use crate::source::Span;

/// Mappings up to this size are searched pair by pair, larger ones by sorting.
const FEW: usize = 12;

/// Keeps the first entry of each key.
pub(super) fn refuse(diagnostics: &mut Diagnostics, entries: &mut Vec<Entry>, is_block: bool) {
    let mut repeated = repeated_keys(entries);
    if repeated.is_empty() {
        return;
    }
    repeated.sort_unstable();
    match header(entries, &repeated).filter(|_| is_block) {
        Some(header) => fold(diagnostics, entries, header, repeated[0].1),
        None => remove(diagnostics, entries, &repeated),
    }
}

/// Keeps the first entry of each key, in every mapping of a tree.
pub(crate) fn refuse_all(diagnostics: &mut Diagnostics, node: &mut Node) {
    match &mut node.kind {
        Kind::Map { entries, .. } => {
            refuse(diagnostics, entries, false);
            entries.iter_mut().for_each(|entry| refuse_all(diagnostics, &mut entry.value));
        }
        Kind::List(items) => items.iter_mut().for_each(|item| refuse_all(diagnostics, item)),
        Kind::Scalar { .. } | Kind::Reported => {}
    }
}

/// Reports each later entry, and removes it. Where the name of the second of two mappings is
/// missing, its keys are repeated in the same order, and only the first is reported.
fn remove(diagnostics: &mut Diagnostics, entries: &mut Vec<Entry>, repeated: &[(usize, usize)]) {
    for (later, first) in repeated {
        // What has a value is kept.
        if entries[*first].value.is_bare() {
            let (before, after) = entries.split_at_mut(*later);
            std::mem::swap(&mut before[*first].value, &mut after[0].value);
        }
        entries[*first].repeated = true;
    }
    let is_next = |pair: &[(usize, usize)]| pair[0].0 + 1 == pair[1].0 && pair[0].1 < pair[1].1;
    let is_run = repeated.len() > 1 && repeated.windows(2).all(is_next);
    let reported = if is_run { &repeated[..1] } else { repeated };
    for (later, first) in reported {
        let (first, later) = (&entries[*first].key, &entries[*later].key);
        let message = format!("duplicate key `{}`", later.value);
        let report = diagnostics
            .report(&DUPLICATE_KEY, later.span, message)
            .related(first.span, "first used here")
            .hint("remove one of the two, or rename it");
        if is_run {
            let more = repeated.len() - 1;
            report.label(format!("the {more} keys after it are repeated too"));
            report.hint(format!("a name is missing in the line before `{}`", later.value));
        }
    }
    let mut index = 0;
    entries.retain(|_| {
        index += 1;
        repeated.binary_search_by_key(&(index - 1), |(later, _)| *later).is_err()
    });
}

/// Reports a key without a value, and makes the entries after it its value.
fn fold(diagnostics: &mut Diagnostics, entries: &mut Vec<Entry>, header: usize, first: usize) {
    let (first, key) = (&entries[first].key, &entries[header].key);
    let later = entries[header + 1..].iter().map(|entry| &entry.key);
    let later = later.clone().find(|later| later.value == first.value).unwrap_or(key);
    let (name, repeated) = (&key.value, &later.value);
    let message = format!("`{name}` has no value, and the keys after it repeat those before it");
    diagnostics
        .report(&MISPLACED, key.span, message)
        .related(first.span, format!("`{repeated}` is first used here"))
        .related(later.span, format!("`{repeated}` is repeated here"))
        .hint(format!("indent `{name}` less than the keys after it"));
    let mut inner = entries.split_off(header + 1);
    let mut repeated = repeated_keys(&inner);
    repeated.sort_unstable();
    remove(diagnostics, &mut inner, &repeated);
    if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
        let end = last.value.span.end.max(last.key.span.end);
        let span = Span { end, ..first.key.span };
        entries[header].value = Node { kind: Kind::Map { entries: inner, complete: false }, span };
    }
}

/// A key without a value that comes between several keys and their repetition: with less
/// indentation, it would start a mapping with the repeated keys. If it is at the end of an inner
/// mapping, it is moved to this one.
fn header(entries: &mut Vec<Entry>, repeated: &[(usize, usize)]) -> Option<usize> {
    let later = repeated.first()?.0;
    let is_map = |index: usize| matches!(entries[index].value.kind, Kind::Map { .. });
    if repeated.len() == 1 && !(is_map(later) && is_map(repeated[0].1)) {
        return None;
    }
    let last_first = repeated.iter().map(|(_, first)| *first).max()?;
    let found = (last_first + 1..later).find(|index| entries[*index].value.is_bare());
    if found.is_some() || last_first >= later {
        return found;
    }
    let bare = take_last_bare(&mut entries[later - 1].value)?;
    entries.insert(later, bare);
    Some(later)
}

/// Takes the last entry out of a mapping, or of the last mapping in it, if it has no value.
fn take_last_bare(node: &mut Node) -> Option<Entry> {
    let Kind::Map { entries, .. } = &mut node.kind else { return None };
    if entries.len() > 1 && entries.last().is_some_and(|last| last.value.is_bare()) {
        return entries.pop();
    }
    take_last_bare(&mut entries.last_mut()?.value)
}

/// Pairs of indices: a later entry, and the first one with the same key.
fn repeated_keys(entries: &[Entry]) -> Vec<(usize, usize)> {
    let key = |index: usize| entries[index].key.value.as_str();
    if entries.len() <= FEW {
        let first = |later: usize| (0..later).find(|first| key(*first) == key(later));
        return (1..entries.len()).filter_map(|later| Some((later, first(later)?))).collect();
    }
    let mut order: Vec<usize> = (0..entries.len()).collect();
    sort::by_key(&mut order, |index| key(*index));
    let groups = order.chunk_by(|a, b| key(*a) == key(*b));
    groups.flat_map(|group| group[1..].iter().map(|later| (*later, group[0]))).collect()
}
