//! Reads a file item by item: the file in; its records, events and what is left of it out.
//!
//! Each item is scanned and parsed apart from the others, on all cores. That is only done where it
//! comes to the same as scanning the file from its beginning to its end; see [`tree::outline`].

use std::collections::HashSet;
use std::ops::Range;

use rayon::prelude::*;

use super::{events, records};
use crate::ast::{Event, Record};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, SourceMap, Span};
use crate::tree::{self, Entry, Item, Kind, Node, Outline};

/// The sections that are read item by item.
const SECTIONS: [&str; 2] = ["records", "events"];

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
    /// What is to be said about them.
    pub(super) found: Diagnostics,
}

/// An item that was read, and what is to be said about it.
struct Read {
    parsed: Parsed,
    found: Diagnostics,
}

enum Parsed {
    Record(Record),
    Event(Event),
}

/// Reads a file; `None` if it has to be read as a whole, and then nothing has been reported.
pub(super) fn split(sources: &SourceMap, file: FileId) -> Option<Split> {
    silent(|diagnostics| tree::check(diagnostics, sources, file))?;
    let outline = tree::outline(file, &sources.get(file).text, &SECTIONS)?;
    let root = root(sources, file, &outline)?;
    let read = outline.items.par_iter().with_min_len(FEW);
    let read: Vec<Option<Read>> =
        read.map(|item| read_item(sources, file, &outline, item)).collect();
    let all = read.iter().all(Option::is_some);
    let mut items = Items::default();
    for Read { parsed, found } in read.into_iter().flatten() {
        items.found.absorb(found);
        match parsed {
            Parsed::Record(record) => items.records.push(record),
            Parsed::Event(event) => items.events.push(event),
        }
    }
    if all && !items.has_repeated() {
        return Some(Split { root, items });
    }
    items.found.discard();
    None
}

impl Items {
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

fn read_item(sources: &SourceMap, file: FileId, outline: &Outline, item: &Item) -> Option<Read> {
    let lines = item.lines.clone();
    let node = silent(|diagnostics| tree::read_part(diagnostics, sources, file, lines, DEPTH))?;
    let [entry] = <[Entry; 1]>::try_from(entries(node)?).ok()?;
    let (mut found, domain) = (Diagnostics::default(), item.domain.clone());
    let section = outline.sections[item.section].value.as_str();
    let parsed = match section == SECTIONS[0] {
        true => Parsed::Record(records::parse_record(&mut found, domain, entry)),
        false => Parsed::Event(events::parse_event(&mut found, domain, entry)),
    };
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
