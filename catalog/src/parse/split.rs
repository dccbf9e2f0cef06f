//! Reads a file item by item: the file in; its records, events and what is left of it out.
//!
//! Each item is scanned and parsed apart from the others, on all cores. That is only done where it
//! comes to the same as scanning the file from its beginning to its end; see [`tree::outline`].

use std::collections::HashSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::item::{Parsed, SECTIONS, Section};
use super::kept::{Again, KeptFile};
use crate::ast::{Event, Record, Shift};
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

/// A file of which every item is known or was read.
struct Whole {
    root: Node,
    outline: Outline,
    /// For each item, the place in what is kept where it is known.
    known: Vec<Option<usize>>,
    /// For each item, what it was read as, where it is not.
    read: Vec<Option<Read>>,
}

/// Reads a file; an item that is `kept` is not read again. Gives back what is kept if the file has to
/// be read as a whole, and then nothing has been reported.
pub(super) fn split(
    sources: &SourceMap,
    file: FileId,
    mut kept: KeptFile,
) -> Result<Split, KeptFile> {
    let Some(Whole { root, outline, known, read }) = read_all(sources, file, &kept) else {
        return Err(kept);
    };
    let known: Vec<Option<Again>> =
        known.into_iter().map(|known| known.and_then(|place| kept.take(place))).collect();
    let all = outline.items.par_iter().zip(known).zip(read);
    let all: Vec<Option<Read>> = all
        .map(|((item, again), read)| match again {
            Some(again) => Some(moved(file, &outline, item, again)),
            None => read,
        })
        .collect();
    let mut items = Items::default();
    for (Read { parsed, found }, item) in all.into_iter().flatten().zip(&outline.items) {
        items.add(parsed, found, item);
    }
    Ok(Split { root, items })
}

/// Reads every item that is not kept; `None` if that cannot be done, or if a key stands twice.
fn read_all(sources: &SourceMap, file: FileId, kept: &KeptFile) -> Option<Whole> {
    silent(|diagnostics| tree::check(diagnostics, sources, file))?;
    let text = &sources.get(file).text;
    let outline = tree::outline(file, text, &SECTIONS)?;
    let root = root(sources, file, &outline)?;
    let known = kept.find(text, &outline);
    let sound = AtomicBool::new(true);
    let read_item = |(item, known): (&Item, &Option<usize>)| {
        // Who has to be read as a whole is not read to its end first.
        if known.is_some() || !sound.load(Ordering::Relaxed) {
            return None;
        }
        let read = read_item(sources, file, &outline, item);
        sound.fetch_and(read.is_some(), Ordering::Relaxed);
        read
    };
    let read = outline.items.par_iter().zip(&known).with_min_len(FEW).map(read_item);
    let read: Vec<Option<Read>> = read.collect();
    let sound = sound.into_inner() && {
        let names = known.iter().zip(&read).map(|(known, read)| match known {
            Some(place) => kept.name(*place),
            None => read.as_ref().map(|read| read.parsed.name()),
        });
        has_each_once(outline.items.iter().zip(names))
    };
    if sound {
        return Some(Whole { root, outline, known, read });
    }
    for read in read.into_iter().flatten() {
        read.found.discard();
    }
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
}

/// False if a key stands twice in a domain, which reading the file as a whole reports.
fn has_each_once<'n>(mut names: impl Iterator<Item = (&'n Item, Option<&'n str>)>) -> bool {
    let mut known = HashSet::new();
    names.all(|(item, name)| known.insert((item.domain, name)))
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
    let (section, mut found) = (Section::of(outline.section(item)), Diagnostics::default());
    let parsed = Parsed::parse(&mut found, section, outline.domain(item).clone(), entry);
    Some(Read { parsed, found })
}

/// An item that was read before and stands here now. Nothing was to be said about it.
fn moved(file: FileId, outline: &Outline, item: &Item, again: Again) -> Read {
    let by = Shift::new(file, again.start, item.lines.start);
    let parsed = again.parsed.moved(outline.domain(item).clone(), by);
    Read { parsed, found: Diagnostics::default() }
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
