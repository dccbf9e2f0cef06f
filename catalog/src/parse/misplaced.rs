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
use likeness::{height, is_bare, is_group, is_item, is_no_field};

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
                    .and_then(|height| Some((target(&mut kept[index], levels - height)?, item))),
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
        // The names of fields can be those of their keys.
        if *item != FIELD || entries.iter().any(|entry| is_no_field(entry)) {
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
            if let Some(into) = target(owner, 1) {
                into.entries.push(entry);
            }
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
            let what = if is_group { "a domain" } else { item.name };
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

/// Takes the groups out of a mapping of items.
fn take_groups(node: &mut Node, item: &Construct) -> Vec<Entry> {
    match &mut node.kind {
        Kind::Map { entries, .. } => {
            entries.extract_if(.., |entry| is_group(&entry.value, item)).collect()
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => Vec::new(),
    }
}
