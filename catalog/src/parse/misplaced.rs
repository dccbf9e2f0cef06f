//! Moves what is indented too much or too little to where it was meant to be, and reports it.
//!
//! YAML tells what belongs together by indentation alone. An event that is indented less than the
//! others is read as a domain, one that is indented more as a key of the event before it.

mod likeness;
mod moves;

use std::collections::VecDeque;

use crate::diagnostic::Diagnostics;
use crate::language::Construct;
use crate::language::constructs::FILE;
use crate::source::SourceMap;
use crate::tree::{self, Entry, Kind, Node};
use likeness::{height, is_field, is_item, is_key_of_field};
use moves::{take_groups, target};

/// Settles the mapping of a file. True if something was moved.
pub(super) fn settle(diagnostics: &mut Diagnostics, sources: &SourceMap, root: &mut Node) -> bool {
    let mut settler = Settler { diagnostics, sources, domains: domains(root), moved: false };
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

/// The names below `domains:` in this file.
fn domains(root: &Node) -> Vec<String> {
    fn entries(node: &Node) -> &[Entry] {
        match &node.kind {
            Kind::Map { entries, .. } => entries,
            Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => &[],
        }
    }
    let section = entries(root).iter().find(|entry| entry.key.value == "domains");
    let names = section.into_iter().flat_map(|entry| entries(&entry.value));
    names.map(|entry| entry.key.value.clone()).collect()
}

/// True for a custom property, whose value may look like anything.
fn is_custom(entry: &Entry, construct: &'static Construct) -> bool {
    entry.key.value.starts_with("x-") && !std::ptr::eq(construct, &FILE)
}

struct Settler<'d, 's> {
    diagnostics: &'d mut Diagnostics,
    sources: &'s SourceMap,
    /// The domains of the catalog, as far as they are in this file.
    domains: Vec<String>,
    /// Something was moved, so a key may be repeated.
    moved: bool,
}

impl Settler<'_, '_> {
    /// Settles a mapping with known keys. Returns the entries that belong beside it.
    fn mapping(&mut self, entries: &mut Vec<Entry>, construct: &'static Construct) -> Vec<Entry> {
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut raised = Vec::new();
        // The last key with items: its index, how deep they are, and what they are.
        let mut holder: Option<(usize, usize, &'static Construct)> = None;
        let mut follows = false;
        let mut rest = VecDeque::from(std::mem::take(entries));
        while let Some(mut entry) = rest.pop_front() {
            if is_custom(&entry, construct) {
                follows = false;
                kept.push(entry);
                continue;
            }
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
                let keys = match is_field(item) {
                    true => self.keys_among_fields(&mut entry.value, construct),
                    false => Vec::new(),
                };
                kept.push(entry);
                self.raise_keys(&mut kept, keys, construct);
                continue;
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
        for entry in std::mem::take(entries) {
            let Some(mut entry) = self.sink(&mut kept, entry, item) else { continue };
            let is_item = is_item(&entry, item);
            if is_item && kept.is_empty() {
                if !follows {
                    self.homeless(&entry, item);
                }
                (follows, *complete) = (true, false);
                continue;
            }
            self.nameless(&mut entry, item);
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
        if !is_field(item) || entries.iter().any(is_key_of_field) {
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
}
