//! Moves what is indented too much or too little to where it was meant to be, and reports it.
//!
//! YAML tells what belongs together by indentation alone. An event that is indented less than the
//! others is read as a domain, one that is indented more as a key of the event before it.

mod likeness;

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::language::Construct;
use crate::language::constructs::{FIELD, FILE};
use crate::rule::shape::MISPLACED;
use crate::source::{SourceMap, Span};
use crate::tree::{self, Entry, Kind, Node};
use likeness::{height, is_bare, is_group, is_item};

/// Settles the mapping of a file.
pub(super) fn settle(diagnostics: &mut Diagnostics, sources: &SourceMap, root: &mut Node) {
    let mut settler = Settler { diagnostics, sources, moved: false };
    if let Kind::Map { entries, .. } = &mut root.kind {
        // Nothing contains a file, so nothing can be beside it.
        settler.mapping(entries, &FILE);
    }
    if settler.moved {
        tree::refuse_duplicates(diagnostics, root);
    }
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
        for mut entry in std::mem::take(entries) {
            let key = construct.key(&entry.key.value);
            let holds = key.and_then(|key| key.content.construct());
            if let Some((levels, item)) = holds.filter(|(levels, _)| *levels > 0) {
                self.items(&mut entry.value, levels, item);
                holder = Some((kept.len(), levels, item));
            } else if key.is_none() && is_item(&entry, construct) {
                raised.push(entry);
                continue;
            }
            let into = match holder.filter(|_| key.is_none()) {
                Some((index, levels, item)) => height(&entry, item, construct)
                    .and_then(|height| target(&mut kept[index].value, levels - height))
                    .map(|into| (into, item)),
                None => None,
            };
            match into {
                Some((into, item)) => self.lower(into, entry, item, &mut follows),
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
    fn items(&mut self, node: &mut Node, levels: usize, item: &'static Construct) {
        if levels == 1 {
            self.named(node, item);
            return;
        }
        let Kind::Map { entries, .. } = &mut node.kind else { return };
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut follows = false;
        for mut entry in std::mem::take(entries) {
            let last = kept.last_mut().filter(|_| is_item(&entry, item));
            if let Some(into) = last.and_then(|last| target(&mut last.value, 1)) {
                self.lower(into, entry, item, &mut follows);
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
        // The names of fields can be those of their keys.
        if *item != FIELD {
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

    /// Moves the keys of an item into it that are in the column of its name.
    fn adopt(&mut self, entries: &mut Vec<Entry>, item: &'static Construct) {
        let is_key = |entry: &Entry| item.key(&entry.key.value).is_some();
        if !entries.windows(2).any(|pair| is_bare(&pair[0].value) && is_key(&pair[1])) {
            return;
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut follows = false;
        for entry in std::mem::take(entries) {
            let owner = kept.last_mut().filter(|owner| follows || is_bare(&owner.value));
            let Some(owner) = owner.filter(|_| is_key(&entry)) else {
                follows = false;
                kept.push(entry);
                continue;
            };
            if !follows {
                let (key, name) = (&entry.key.value, &owner.key.value);
                let message = format!(
                    "`{key}` is a key of {}, and starts in the same column as its name",
                    item.name
                );
                let hint = format!("indent the keys of `{name}` by two spaces more");
                self.report(message, &entry.key, Some(&owner.key), hint);
            }
            follows = true;
            if let Some(into) = target(&mut owner.value, 1) {
                into.push(entry);
            }
        }
        *entries = kept;
    }

    /// Moves an entry to the items that it belongs to, and reports the first of several.
    fn lower(&mut self, into: &mut Vec<Entry>, entry: Entry, item: &Construct, follows: &mut bool) {
        if !*follows {
            let name = &entry.key.value;
            let message = format!("`{name}` seems to be {}, and is indented too little", item.name);
            let other = into.last().map(|other| &other.key);
            let hint = other.map_or_else(
                || format!("indent `{name}` by two spaces more than the line above"),
                |other| format!("start `{name}` in the same column as `{}`", other.value),
            );
            self.report(message, &entry.key, other, hint);
        }
        *follows = true;
        into.push(entry);
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

/// The items that are so many levels below a node: of the last group, if there are groups. A node
/// without a value becomes an empty mapping.
fn target(node: &mut Node, levels: usize) -> Option<&mut Vec<Entry>> {
    if is_bare(node) {
        node.kind = Kind::Map { entries: Vec::new(), complete: true };
    }
    let Kind::Map { entries, .. } = &mut node.kind else { return None };
    match levels {
        0 => None,
        1 => Some(entries),
        _ => target(&mut entries.last_mut()?.value, levels - 1),
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
