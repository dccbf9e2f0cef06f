//! Moves entries to where they were meant to be, and reports them.

use super::Settler;
use super::likeness::{
    has_item_name, is_field, is_group, is_item, is_key_of, is_nameless, is_other_text,
};
use crate::ast::Text;
use crate::language::Construct;
use crate::language::constructs::FILE;
use crate::rule::shape::MISPLACED;
use crate::source::Span;
use crate::tree::{self, Entry, Kind, Node};

impl Settler<'_, '_> {
    /// Takes a section out of another one, with the entries after it, which are below it.
    pub(super) fn section(&mut self, owner: &mut Entry) -> Option<Entry> {
        let Kind::Map { entries, .. } = &mut owner.value.kind else { return None };
        // Keys after it that repeat others were made its value, and that was reported.
        let is_folded = |node: &Node| matches!(node.kind, Kind::Map { complete: false, .. });
        let is_section = |entry: &Entry| {
            let key = FILE.key(&entry.key.value);
            let key = key.filter(|_| entry.value.is_bare() || is_folded(&entry.value));
            key.and_then(|key| key.content.construct()).is_some_and(|(levels, _)| levels > 0)
        };
        let below = |entry: &Entry| match &entry.value.kind {
            Kind::Map { entries, .. } => entries.last().is_some_and(is_section),
            Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => false,
        };
        let index = entries.iter().position(|entry| is_section(entry) || below(entry))?;
        let inner = entries.split_off(index + 1);
        let mut section = match &mut entries.last_mut()?.value.kind {
            Kind::Map { entries, .. } if entries.last().is_some_and(is_section) => entries.pop()?,
            _ => entries.pop()?,
        };
        if is_folded(&section.value) {
            self.moved = true;
            return Some(section);
        }
        section.value.kind = Kind::Map { entries: inner, complete: true };
        let name = &section.key.value;
        let message =
            format!("`{name}` seems to be a key of the catalog, and is indented too much");
        let hint = format!("start `{name}` in the same column as `{}`", owner.key.value);
        self.report(message, &section.key, Some(&owner.key), hint);
        Some(section)
    }

    /// Reports an item that is where the names of domains are.
    pub(super) fn homeless(&mut self, entry: &Entry, item: &Construct) {
        let name = &entry.key.value;
        let message = format!("`{name}` seems to be {}, and is in no domain", item.name);
        let hint = format!("write the name of its domain and a colon in the line before `{name}`");
        self.report(message, &entry.key, None, hint);
    }

    /// Reports the keys of an item that are where the names of items are, and drops them.
    pub(super) fn nameless(&mut self, entry: &mut Entry, item: &'static Construct) {
        if is_field(item) || !is_nameless(entry, item) {
            return;
        }
        let Kind::Map { entries, complete } = &mut entry.value.kind else { return };
        if !entries.first().is_some_and(|first| is_key_of(first, item)) {
            return;
        }
        *complete = false;
        let keys = entries.extract_if(.., |entry| item.key(&entry.key.value).is_some());
        if let Some(Entry { key, .. }) = keys.collect::<Vec<_>>().first() {
            let name = &key.value;
            let message = format!("`{name}` is a key of {}, which has no name here", item.name);
            let hint = format!("write a name and a colon in the line before `{name}`");
            self.report(message, key, Some(&entry.key), hint);
        }
    }

    /// Moves the keys of an item into it that are in the column of its name.
    pub(super) fn adopt(&mut self, entries: &mut Vec<Entry>, item: &'static Construct) {
        if !entries.iter().any(|entry| is_key_of(entry, item)) {
            return;
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut follows = false;
        for mut entry in std::mem::take(entries) {
            let into = match kept.last_mut() {
                Some(owner)
                    if is_key_of(&entry, item)
                        && (!is_field(item) || follows || owner.value.is_bare()) =>
                {
                    target(owner, 1)
                }
                _ => None,
            };
            let Some(Target { owner, entries: into }) = into else {
                follows = false;
                kept.push(entry);
                continue;
            };
            if !follows {
                let (key, name) = (&entry.key.value, &owner.value);
                let message = format!(
                    "`{key}` seems to be a key of {}, and is indented too little",
                    item.name
                );
                let hint = format!("start `{key}` two columns to the right of `{name}`");
                self.report(message, &entry.key, Some(&owner), hint);
            }
            follows = true;
            let beside = keys_inside(&mut entry.value, item);
            into.push(entry);
            into.extend(beside);
        }
        *entries = kept;
    }

    /// Moves `fields` or `data` from among the domains into the last item, if that lacks it. Returns what is
    /// not moved.
    pub(super) fn sink(
        &mut self,
        domains: &mut [Entry],
        mut entry: Entry,
        item: &'static Construct,
    ) -> Option<Entry> {
        let key = item.key(&entry.key.value).filter(|_| !is_group(&entry.value, item));
        let inner = key.and_then(|key| key.content.construct()).filter(|(_, it)| is_field(it));
        let Some((levels, inner)) = inner else { return Some(entry) };
        let into = domains.last_mut().and_then(|domain| target(domain, 2));
        let lacks_it =
            |into: &Target<'_>| into.entries.iter().all(|other| other.key.value != entry.key.value);
        let Some(Target { owner, entries }) = into.filter(lacks_it) else { return Some(entry) };
        let name = &entry.key.value;
        let message =
            format!("`{name}` seems to be a key of {}, and is indented too little", item.name);
        let hint = format!("start `{name}` two columns to the right of `{}`", owner.value);
        self.report(message, &entry.key, Some(&owner), hint);
        let keys = keys_inside(&mut entry.value, item);
        let beside = items_inside(&mut entry.value, item);
        self.items(&mut entry, levels, inner);
        entries.push(entry);
        entries.extend(keys);
        if let Some(domain) = domains.last_mut().and_then(|domain| target(domain, 1)) {
            domain.entries.extend(beside);
        }
        None
    }

    /// Moves an entry to the items that it belongs to. One that follows another is not reported.
    pub(super) fn lower(
        &mut self,
        into: Target<'_>,
        mut entry: Entry,
        item: &'static Construct,
        follows: bool,
    ) {
        let Target { owner, entries } = into;
        let is_group = is_group(&entry.value, item);
        if !follows {
            let name = &entry.key.value;
            let what = match item.key(name) {
                Some(_) if !is_field(item) => format!("a key of {}", item.name),
                _ if is_group => "a domain".to_owned(),
                _ => item.name.to_owned(),
            };
            let message = format!("`{name}` seems to be {what}, and is indented too little");
            let other = entries.last().map(|other| &other.key);
            let hint = match other {
                Some(other) => format!("start `{name}` in the same column as `{}`", other.value),
                None => format!("indent `{name}` by two spaces more than `{}`", owner.value),
            };
            self.report(message, &entry.key, other.or(Some(&owner)), hint);
        }
        // What comes after it was read as a part of it.
        let beside = match &mut entry.value.kind {
            Kind::Map { entries, .. } if !is_group => self.mapping(entries, item),
            Kind::Map { .. } | Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
        };
        entries.push(entry);
        entries.extend(beside);
    }

    /// Adds the entries that belong beside the last one.
    pub(super) fn raise(&mut self, kept: &mut Vec<Entry>, beside: Vec<Entry>, what: &str) {
        for entry in beside {
            // A mapping that is not complete was reported when its keys were found.
            if !matches!(entry.value.kind, Kind::Map { complete: false, .. }) {
                let name = &entry.key.value;
                let message = format!("`{name}` seems to be {what}, and is indented too much");
                let other = kept.last().map(|other| &other.key);
                let hint = other.map_or_else(String::new, |other| {
                    format!("start `{name}` in the same column as `{}`", other.value)
                });
                self.report(message, &entry.key, other, hint);
            }
            self.moved = true;
            kept.push(entry);
        }
    }

    /// Takes the keys of an item out of its fields: those after the first that cannot be a field, if
    /// that is in the column of the fields.
    pub(super) fn keys_among_fields(&self, node: &mut Node, item: &Construct) -> Vec<Entry> {
        let Kind::Map { entries, .. } = &mut node.kind else { return Vec::new() };
        let is_key = |entry: &Entry| item.key(&entry.key.value).is_some();
        let is_no_field = |entry: &Entry| match &entry.value.kind {
            Kind::List(_) => true,
            Kind::Scalar { text, .. } => is_other_text(entry) || self.is_path(text, entries),
            Kind::Map { .. } | Kind::Reported => false,
        };
        let first = entries.iter().position(|entry| is_key(entry) && is_no_field(entry));
        let is_beside = |first: &usize| {
            self.column(entries[*first].key.span) == self.column(entries[0].key.span)
        };
        match first.filter(is_beside) {
            Some(first) => entries.extract_if(first.., |entry| is_key(entry)).collect(),
            None => Vec::new(),
        }
    }

    /// True for a path such as `order.id` that leads into one of the fields. A type of a domain looks
    /// the same.
    fn is_path(&self, text: &str, fields: &[Entry]) -> bool {
        text.split_once('.').is_some_and(|(first, _)| {
            fields.iter().any(|field| field.key.value == first)
                && !self.domains.iter().any(|domain| domain == first)
        })
    }

    /// Adds keys of an item that were read as its fields. Those in a row are one mistake.
    pub(super) fn raise_keys(&mut self, kept: &mut Vec<Entry>, keys: Vec<Entry>, item: &Construct) {
        let Some((first, others)) = keys.split_first() else { return };
        let name = &first.key.value;
        let message =
            format!("`{name}` seems to be a key of {}, and is indented too much", item.name);
        let mut names = format!("`{name}`");
        others.iter().for_each(|other| names += &format!(", `{}`", other.key.value));
        let beside = kept.last().map(|beside| &beside.key);
        let hint = beside.map_or_else(String::new, |beside| {
            format!("start {names} in the same column as `{}`", beside.value)
        });
        self.report(message, &first.key, beside, hint);
        kept.extend(keys);
    }

    fn column(&self, span: Span) -> usize {
        self.sources.position(span.file, span.start).column - 1
    }

    fn report(&mut self, message: String, key: &Text, other: Option<&Text>, hint: String) {
        let column = |span: Span| tree::spaces(self.column(span));
        let (here, there) = (column(key.span), other.map(|other| column(other.span)));
        let report = self.diagnostics.report(&MISPLACED, key.span, message).hint(hint);
        report.label(here);
        if let Some((other, there)) = other.zip(there) {
            report.related(other.span, there);
        }
        self.moved = true;
    }
}

/// Where items belong, and the key that they belong to.
pub(super) struct Target<'e> {
    owner: Text,
    entries: &'e mut Vec<Entry>,
}

/// The items that are `levels` below an entry: of the last group, if there are groups. An
/// entry without a value gets an empty mapping.
pub(super) fn target(owner: &mut Entry, levels: usize) -> Option<Target<'_>> {
    if owner.value.is_bare() {
        owner.value.kind = Kind::Map { entries: Vec::new(), complete: true };
    }
    let Kind::Map { entries, .. } = &mut owner.value.kind else { return None };
    match levels {
        0 => None,
        1 => Some(Target { owner: owner.key.clone(), entries }),
        _ => target(entries.last_mut()?, levels - 1),
    }
}

/// Takes keys of an item out of a value that is indented deeper than they are.
fn keys_inside(node: &mut Node, item: &Construct) -> Vec<Entry> {
    match &mut node.kind {
        Kind::Map { entries, .. } => entries
            .extract_if(.., |entry| item.key(&entry.key.value).is_some() && is_other_text(entry))
            .collect(),
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
    }
}

/// Takes the items out of a value that is indented deeper than they are.
fn items_inside(node: &mut Node, item: &Construct) -> Vec<Entry> {
    match &mut node.kind {
        Kind::Map { entries, .. } => {
            entries.extract_if(.., |entry| has_item_name(entry) && is_item(entry, item)).collect()
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
    }
}

/// Takes the groups out of a mapping of items.
pub(super) fn take_groups(node: &mut Node, item: &Construct) -> Vec<Entry> {
    match &mut node.kind {
        Kind::Map { entries, .. } => {
            let is_group =
                |entry: &mut Entry| !has_item_name(entry) && is_group(&entry.value, item);
            entries.extract_if(.., is_group).collect()
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
    }
}
