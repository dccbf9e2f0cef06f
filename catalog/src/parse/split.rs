//! Reads a file item by item, on all cores.
//!
//! Each record and event is scanned and parsed on its own, if the result is the same as that of
//! scanning the file as a whole; see [`tree::outline`].

use std::collections::HashSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::{events, records};
use crate::ast::{Event, Record};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::FILE;
use crate::rule::Series;
use crate::source::{FileId, SourceMap, Span};
use crate::tree::{self, Entry, Kind, Node, Outline};

/// The sections whose items are below domains.
const SECTIONS: [&str; 2] = [RECORDS, "events"];
const RECORDS: &str = "records";

/// An item is in the mappings of the file, of its section and of its domain; its lines open the
/// last.
const DEPTH: usize = 2;

/// The smallest number of items that is worth another core.
const FEW: usize = 8;

/// A file that was read item by item.
pub(super) struct Split {
    /// The rest of the file, with the sections but without their items.
    pub(super) root: Node,
    /// The items.
    pub(super) items: Items,
}

/// The items of a file.
#[derive(Default)]
pub(super) struct Items {
    pub(super) records: Vec<Record>,
    pub(super) events: Vec<Event>,
    /// The diagnostics about them.
    pub(super) found: Diagnostics,
}

/// An item, and the diagnostics about it.
struct Read {
    parsed: Parsed,
    found: Diagnostics,
}

#[expect(clippy::large_enum_variant, reason = "each goes into a list of its kind at once")]
enum Parsed {
    Record(Record),
    Event(Event),
}

/// Reads a file. Reports nothing and returns `None` if it must be read as a whole.
pub(super) fn split(sources: &SourceMap, file: FileId) -> Option<Split> {
    silent(|diagnostics| tree::check(diagnostics, sources, file))?;
    let outline = tree::outline(file, &sources.get(file).text, &SECTIONS)?;
    let root = root(sources, file, &outline)?;
    let sound = AtomicBool::new(true);
    let read_item = |item: &tree::Item| {
        // Stops early if the file must be read as a whole.
        let read = sound
            .load(Ordering::Relaxed)
            .then(|| read_item(sources, file, &outline, item))
            .flatten();
        sound.fetch_and(read.is_some(), Ordering::Relaxed);
        read
    };
    let read: Vec<Option<Read>> =
        outline.items.par_iter().with_min_len(FEW).map(read_item).collect();
    let mut known = HashSet::new();
    let mut is_new = |(read, item): (&Option<Read>, &tree::Item)| {
        read.as_ref().is_some_and(|read| known.insert((item.domain, read.name().to_owned())))
    };
    // A duplicate key is reported when the file is read as a whole.
    if !read.iter().zip(&outline.items).all(&mut is_new) {
        read.into_iter().flatten().for_each(|read| {
            read.found.discard();
        });
        return None;
    }
    let mut items = Items::default();
    read.into_iter().flatten().for_each(|read| items.add(read));
    Some(Split { root, items })
}

impl Split {
    /// The same, unless something is not in its place: that may be because of the indentation,
    /// which shows only in the whole file.
    pub(super) fn in_place(self) -> Option<Self> {
        let is_known = |entry: &Entry| FILE.key(&entry.key.value).is_some();
        let is_sound = match &self.root.kind {
            Kind::Map { entries, .. } => entries.iter().all(is_known),
            Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => false,
        };
        if is_sound && !self.items.found.has_series(Series::Shape) {
            return Some(self);
        }
        self.items.found.discard();
        None
    }
}

impl Items {
    fn add(&mut self, Read { parsed, found }: Read) {
        self.found.absorb(found);
        match parsed {
            Parsed::Record(record) => self.records.push(record),
            Parsed::Event(event) => self.events.push(event),
        }
    }
}

impl Read {
    fn name(&self) -> &str {
        match &self.parsed {
            Parsed::Record(record) => &record.name.value,
            Parsed::Event(event) => &event.name.value,
        }
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
    item: &tree::Item,
) -> Option<Read> {
    let lines = item.lines.clone();
    let node = silent(|diagnostics| tree::read_part(diagnostics, sources, file, lines, DEPTH))?;
    let [entry] = <[Entry; 1]>::try_from(entries(node)?).ok()?;
    let (domain, mut found) = (outline.domain(item).clone(), Diagnostics::default());
    let parsed = if outline.section(item) == RECORDS {
        Parsed::Record(records::parse_record(&mut found, domain, entry))
    } else {
        Parsed::Event(events::parse_event(&mut found, domain, entry))
    };
    Some(Read { parsed, found })
}

/// The entries of a complete mapping.
fn entries(node: Node) -> Option<Vec<Entry>> {
    match node.kind {
        Kind::Map { entries, complete: true } => Some(entries),
        _ => None,
    }
}

/// What `read` returns, unless it reports something.
fn silent<T>(read: impl FnOnce(&mut Diagnostics) -> Option<T>) -> Option<T> {
    let mut diagnostics = Diagnostics::default();
    let read = read(&mut diagnostics);
    let sound = diagnostics.discard();
    read.filter(|_| sound)
}

#[cfg(test)]
mod tests;
