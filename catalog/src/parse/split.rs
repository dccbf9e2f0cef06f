//! Reads a file item by item: the file in; its records, events and what is left of it out.
//!
//! Each item is scanned and parsed apart from the others, on all cores. That is only done where it
//! comes to the same as scanning the file from its beginning to its end; see [`tree::outline`].

use std::collections::HashSet;
use std::ops::Range;

use rayon::prelude::*;

use super::item::{Parsed, SECTIONS, Section};
use super::kept::{Again, KeptFile};
use crate::ast::{Event, Record};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, SourceMap, Span};
use crate::tree::{self, Entry, Item, Kind, Node, Outline};

/// An item of such a section stands in the mappings of the file, the section and its domain; that of
/// the domain is opened by its lines.
const DEPTH: usize = 2;

/// So many items, at least, are read by one core.
const FEW: usize = 8;

/// A file that was read item by item.
pub(super) struct Split {
    /// What is left of it; the sections are there, without items.
    pub(super) root: Node,
    /// The items.
    pub(super) items: Items,
}

/// The items of a file.
#[derive(Default)]
pub(super) struct Items {
    pub(super) records: Vec<Record>,
    pub(super) events: Vec<Event>,
    /// Where they stand, as in [`Origin`](crate::ast::Origin).
    pub(super) lines: [Vec<Option<Range<usize>>>; 2],
    /// What is to be said about them.
    pub(super) found: Diagnostics,
}

/// An item that was read, and what is to be said about it.
struct Read {
    parsed: Parsed,
    found: Diagnostics,
}

/// Reads a file; `None` if it has to be read as a whole, and then nothing has been reported.
/// Items that are `kept` are not read again.
pub(super) fn split(sources: &SourceMap, file: FileId, kept: Option<KeptFile>) -> Option<Split> {
    silent(|diagnostics| tree::check(diagnostics, sources, file))?;
    let text = &sources.get(file).text;
    let outline = tree::outline(file, text, &SECTIONS)?;
    let root = root(sources, file, &outline)?;
    let again = match kept {
        Some(kept) => kept.again(file, text, &outline),
        None => outline.items.iter().map(|_| None).collect(),
    };
    let read = outline.items.par_iter().zip(again).with_min_len(FEW);
    let read: Vec<Option<Read>> =
        read.map(|(item, again)| read_item(sources, file, &outline, item, again)).collect();
    let all = read.iter().all(Option::is_some);
    let mut items = Items::default();
    for (Read { parsed, found }, item) in read.into_iter().flatten().zip(&outline.items) {
        items.add(parsed, found, item);
    }
    if all && !items.has_repeated() {
        return Some(Split { root, items });
    }
    items.found.discard();
    None
}

impl Items {
    fn add(&mut self, parsed: Parsed, found: Diagnostics, item: &Item) {
        let lines = found.is_silent().then(|| item.lines.clone());
        self.lines[parsed.section() as usize].push(lines);
        self.found.absorb(found);
        match parsed {
            Parsed::Record(record) => self.records.push(record),
            Parsed::Event(event) => self.events.push(event),
        }
    }

    /// True if a key stands twice, which reading the file as a whole reports.
    fn has_repeated(&self) -> bool {
        let mut known = HashSet::with_capacity(self.records.len() + self.events.len());
        let records = self.records.iter().map(|item| (0, &item.domain.value, &item.name.value));
        let events = self.events.iter().map(|item| (1, &item.domain.value, &item.name.value));
        !records.chain(events).all(|key| known.insert(key))
    }
}

/// The file without its items.
fn root(sources: &SourceMap, file: FileId, outline: &Outline) -> Option<Node> {
    let read = |lines: &Range<usize>| {
        entries(silent(|diagnostics| {
            tree::read_part(diagnostics, sources, file, lines.clone(), 0)
        })?)
    };
    let mut all: Vec<Entry> = Vec::new();
    for lines in &outline.rest {
        all.extend(read(lines)?);
    }
    for key in &outline.sections {
        let kind = Kind::Map { entries: Vec::new(), complete: true };
        let value = Node { kind, span: Span { start: key.span.end, ..key.span } };
        all.push(Entry { key: key.clone(), value, repeated: false });
    }
    let mut known = HashSet::new();
    if !all.iter().all(|entry| known.insert(entry.key.value.as_str())) {
        return None;
    }
    let end = sources.get(file).text.trim_end().len() as u32;
    let span = Span { file, start: 0, end };
    Some(Node { kind: Kind::Map { entries: all, complete: true }, span })
}

fn read_item(
    sources: &SourceMap,
    file: FileId,
    outline: &Outline,
    item: &Item,
    again: Option<Again>,
) -> Option<Read> {
    let domain = item.domain.clone();
    if let Some(Again { parsed, by }) = again {
        let found = Diagnostics::default();
        return Some(Read { parsed: parsed.moved(domain, by), found });
    }
    let lines = item.lines.clone();
    let node = silent(|diagnostics| tree::read_part(diagnostics, sources, file, lines, DEPTH))?;
    let [entry] = <[Entry; 1]>::try_from(entries(node)?).ok()?;
    let (section, mut found) = (Section::of(outline.section(item)), Diagnostics::default());
    let parsed = Parsed::parse(&mut found, section, domain, entry);
    Some(Read { parsed, found })
}

/// The entries of a mapping that has all of them.
fn entries(node: Node) -> Option<Vec<Entry>> {
    match node.kind {
        Kind::Map { entries, complete: true } => Some(entries),
        _ => None,
    }
}

/// What `read` returns, unless it has something to report.
fn silent<T>(read: impl FnOnce(&mut Diagnostics) -> Option<T>) -> Option<T> {
    let mut diagnostics = Diagnostics::default();
    let read = read(&mut diagnostics);
    let sound = diagnostics.discard();
    read.filter(|_| sound)
}

#[cfg(test)]
mod tests;
