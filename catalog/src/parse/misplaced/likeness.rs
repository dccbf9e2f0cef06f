//! Tells by its keys what an entry was meant to be.

use crate::language::Construct;
use crate::language::constructs::{CASE, DOMAIN, ENUM, ENUM_VALUE, EVENT, FIELD, RECORD, VARIANT};
use crate::model::Primitive;
use crate::suggest::closest;
use crate::tree::{Entry, Kind, Node, Style};
use crate::types;

/// How many levels below an entry the items of a kind are: 0 if it is one. `around` is the kind of
/// the mapping that the entry is in, and has no such key.
pub(super) fn height(entry: &Entry, item: &Construct, around: &Construct) -> Option<usize> {
    if is_item(entry, item) || is_field(item) && is_short_field(entry, around) {
        return Some(0);
    }
    is_group(&entry.value, item).then_some(1)
}

/// True for an item of this kind.
pub(super) fn is_item(entry: &Entry, item: &Construct) -> bool {
    (!has_names(item) || has_item_name(entry)) && fits(&entry.value, item)
}

/// True for keys of an item, without its name.
pub(super) fn is_nameless(entry: &Entry, item: &Construct) -> bool {
    !has_item_name(entry) && fits(&entry.value, item)
}

/// True if the names of these items start with an upper-case letter.
fn has_names(item: &Construct) -> bool {
    [&RECORD, &EVENT, &ENUM, &VARIANT].contains(&item)
}

/// True for fields, whose names can be those of their keys.
pub(super) fn is_field(item: &Construct) -> bool {
    std::ptr::eq(item, &FIELD)
}

/// True for a mapping of items of this kind.
pub(super) fn is_group(node: &Node, item: &Construct) -> bool {
    let Kind::Map { entries, .. } = &node.kind else { return false };
    !entries.is_empty() && entries.iter().all(|entry| fits(&entry.value, item))
}

/// True if most keys of a mapping are those of the construct, with at least half of the required
/// ones.
fn fits(node: &Node, construct: &Construct) -> bool {
    let Kind::Map { entries, .. } = &node.kind else { return false };
    let (known, mut others): (Vec<_>, Vec<_>) =
        entries.iter().partition(|entry| construct.key(&entry.key.value).is_some());
    // Items after it may have been read as a part of it.
    others.retain(|entry| !(has_item_name(entry) && matches!(entry.value.kind, Kind::Map { .. })));
    let has = |name: &str| entries.iter().any(|entry| entry.key.value == name);
    let required = construct.keys.iter().filter(|key| key.required).map(|key| key.name);
    let (present, absent): (Vec<_>, Vec<_>) = required.partition(|name| has(name));
    let is_marked = match construct.either {
        _ if std::ptr::eq(construct, &DOMAIN) => others.is_empty(),
        [] => !present.is_empty() && present.len() >= absent.len(),
        either => either.iter().any(|name| has(name)),
    };
    known.len() > others.len() && is_marked
}

/// True for a key of a field, with a value that is not a type.
pub(super) fn is_key_of_field(entry: &Entry) -> bool {
    FIELD.key(&entry.key.value).is_some() && is_other_text(entry)
}

/// True for a string that is not a type.
pub(super) fn is_other_text(entry: &Entry) -> bool {
    let Kind::Scalar { text, .. } = &entry.value.kind else { return false };
    !text.is_empty() && types::parse(text).is_err()
}

/// True for a key of an item that is not the name of one.
pub(super) fn is_key_of(entry: &Entry, item: &Construct) -> bool {
    // A value of an enum or a case of a variant can have any name, and be a string.
    if std::ptr::eq(item, &ENUM_VALUE) || std::ptr::eq(item, &CASE) {
        return false;
    }
    // An item is always a mapping.
    let is_map = matches!(entry.value.kind, Kind::Map { .. });
    item.key(&entry.key.value).is_some() && (has_names(item) || is_field(item) || !is_map)
}

/// True for a name that is not the name of a domain.
pub(super) fn has_item_name(entry: &Entry) -> bool {
    entry.key.value.starts_with(|first: char| first.is_uppercase())
}

/// True for a field that is only a type, and not a misspelt key of what is around it.
fn is_short_field(entry: &Entry, around: &Construct) -> bool {
    let Kind::Scalar { text, style: Style::Plain } = &entry.value.kind else { return false };
    let is_type = Primitive::from_name(text.trim_end_matches('?')).is_some()
        || text.starts_with("list<")
        || text.starts_with("map<");
    let names = around.keys.iter().map(|key| key.name);
    is_type && closest(&entry.key.value, names).is_none()
}
