//! Moves what is indented too much or too little to where it was meant to be, and reports it.
//!
//! YAML tells what belongs together by indentation alone. An event that is indented less than the
//! others is read as a domain, one that is indented more as a key of the event before it.

mod likeness;

use std::collections::VecDeque;

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::language::Construct;
use crate::language::constructs::FILE;
use crate::rule::shape::MISPLACED;
use crate::source::{SourceMap, Span};
use crate::tree::{self, Entry, Kind, Node};
use likeness::{
    has_item_name, height, is_bare, is_field, is_group, is_item, is_key_of, is_no_field, is_no_type,
};

/// Settles the mapping of a file. True if something was moved.
pub(super) fn settle(diagnostics: &mut Diagnostics, sources: &SourceMap, root: &mut Node) -> bool {
    let mut settler = Settler { diagnostics, sources, moved: false };
    if let Kind::Map { entries, .. } = &mut root.kind {
        // Nothing contains a file, so nothing can be beside it.
        settler.mapping(entries, &FILE);
    }
    if settler.moved {
        tree::refuse_duplicates(diagnostics, root);
        return true;
    }
    false
}

struct Settler<'d, 's> {
    diagnostics: &'d mut Diagnostics,
    sources: &'s SourceMap,
    /// Something was moved, so a key may be repeated.
    moved: bool,
}

impl Settler<'_, '_> {
    /// Settles a mapping with known keys. Returns the entries that belong beside it.
    fn mapping(&mut self, entries: &mut Vec<Entry>, construct: &'static Construct) -> Vec<Entry> {
        let (mut kept, mut raised): (Vec<Entry>, _) = (Vec::new(), Vec::new());
        // The last key with items: its index, how deep they are, and what they are.
        let mut holder: Option<(usize, usize, &'static Construct)> = None;
        let mut follows = false;
        let mut rest = VecDeque::from(std::mem::take(entries));
        while let Some(mut entry) = rest.pop_front() {
            let key = construct.key(&entry.key.value);
            let holds = key.and_then(|key| key.content.construct());
            if let Some((levels, item)) = holds {
                let is_file = std::ptr::eq(construct, &FILE);
                let section = if is_file { self.section(&mut entry) } else { None };
                self.items(&mut entry, levels, item);
                if let Some(section) = section {
                    rest.push_front(section);
                }
                holder = Some((kept.len(), levels, item));
            } else if key.is_none() && is_item(&entry, construct) {
                raised.push(entry);
                continue;
            }
            let into = match holder.filter(|_| key.is_none()) {
                Some((index, 0, item)) if item.key(&entry.key.value).is_some() => {
                    target(&mut kept[index], 1).map(|into| (into, item))
                }
                Some((index, levels, item)) => height(&entry, item, construct)
                    .and_then(|height| levels.checked_sub(height))
                    .and_then(|down| Some((target(&mut kept[index], down)?, item))),
                None => None,
            };
            match into {
                Some((into, item)) => {
                    self.lower(into, entry, item, follows);
                    follows = true;
                }
                None => {
                    follows = false;
                    kept.push(entry);
                }
            }
        }
        *entries = kept;
        raised
    }

    /// Settles the items of a key, which are `levels` below it.
    fn items(&mut self, entry: &mut Entry, levels: usize, item: &'static Construct) {
        if levels == 0 {
            return;
        }
        if levels == 1 {
            self.nameless(entry, item);
            self.named(&mut entry.value, item);
            return;
        }
        let Kind::Map { entries, complete } = &mut entry.value.kind else { return };
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut follows = false;
        for mut entry in std::mem::take(entries) {
            let is_item = has_item_name(&entry) && is_item(&entry, item);
            if is_item && kept.is_empty() {
                if !follows {
                    self.homeless(&entry, item);
                }
                (follows, *complete) = (true, false);
                continue;
            }
            if !has_item_name(&entry) {
                self.nameless(&mut entry, item);
            }
            let last = kept.last_mut().filter(|_| is_item);
            if let Some(into) = last.and_then(|last| target(last, 1)) {
                self.lower(into, entry, item, follows);
                follows = true;
                continue;
            }
            follows = false;
            self.named(&mut entry.value, item);
            let groups = take_groups(&mut entry.value, item);
            kept.push(entry);
            self.raise(&mut kept, groups, "a domain");
        }
        *entries = kept;
    }

    /// Settles items by name.
    fn named(&mut self, node: &mut Node, item: &'static Construct) {
        let Kind::Map { entries, .. } = &mut node.kind else { return };
        if !is_field(item) || entries.iter().any(is_no_field) {
            self.adopt(entries, item);
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        for mut entry in std::mem::take(entries) {
            let beside = match &mut entry.value.kind {
                Kind::Map { entries, .. } => self.mapping(entries, item),
                Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
            };
            kept.push(entry);
            self.raise(&mut kept, beside, item.name);
        }
        *entries = kept;
    }

    /// Takes a section out of another one, with the entries after it, which are below it.
    fn section(&mut self, owner: &mut Entry) -> Option<Entry> {
        let Kind::Map { entries, .. } = &mut owner.value.kind else { return None };
        // Keys after it that repeat others were made its value, and that was reported.
        let is_folded = |node: &Node| matches!(node.kind, Kind::Map { complete: false, .. });
        let is_section = |entry: &Entry| {
            let key = FILE.key(&entry.key.value);
            let key = key.filter(|_| is_bare(&entry.value) || is_folded(&entry.value));
            key.and_then(|key| key.content.construct()).is_some_and(|(levels, _)| levels > 0)
        };
        let index = entries.iter().position(is_section)?;
        let inner = entries.split_off(index + 1);
        let mut section = entries.pop()?;
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
    fn homeless(&mut self, entry: &Entry, item: &Construct) {
        let name = &entry.key.value;
        let message = format!("`{name}` seems to be {}, and is in no domain", item.name);
        let hint = format!("write the name of its domain and a colon in the line before `{name}`");
        self.report(message, &entry.key, None, hint);
    }

    /// Reports the keys of an item that are where the names of items are, and drops them.
    fn nameless(&mut self, entry: &mut Entry, item: &'static Construct) {
        if is_field(item) || !is_item(entry, item) {
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
    fn adopt(&mut self, entries: &mut Vec<Entry>, item: &'static Construct) {
        if !entries.iter().any(|entry| is_key_of(entry, item)) {
            return;
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut follows = false;
        for mut entry in std::mem::take(entries) {
            let into = match kept.last_mut() {
                Some(owner)
                    if is_key_of(&entry, item)
                        && (!is_field(item) || follows || is_bare(&owner.value)) =>
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

    /// Moves an entry to the items that it belongs to. One that follows another is not reported.
    fn lower(
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
    fn raise(&mut self, kept: &mut Vec<Entry>, beside: Vec<Entry>, what: &str) {
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

    fn report(&mut self, message: String, key: &Text, other: Option<&Text>, hint: String) {
        self.moved = true;
        let column = |span: Span| {
            let position = self.sources.position(span.file, span.start);
            tree::spaces(position.column - 1)
        };
        let report = self.diagnostics.report(&MISPLACED, key.span, message).hint(hint);
        report.label(column(key.span));
        if let Some(other) = other {
            report.related(other.span, column(other.span));
        }
    }
}

/// Where items belong, and the key that they belong to.
struct Target<'e> {
    owner: Text,
    entries: &'e mut Vec<Entry>,
}

/// The items that are so many levels below an entry: of the last group, if there are groups. An
/// entry without a value gets an empty mapping.
fn target(owner: &mut Entry, levels: usize) -> Option<Target<'_>> {
    if is_bare(&owner.value) {
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
            .extract_if(.., |entry| item.key(&entry.key.value).is_some() && is_no_type(entry))
            .collect(),
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
    }
}

/// Takes the groups out of a mapping of items.
fn take_groups(node: &mut Node, item: &Construct) -> Vec<Entry> {
    match &mut node.kind {
        Kind::Map { entries, .. } => {
            entries.extract_if(.., |entry| is_group(&entry.value, item)).collect()
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
    }
}
