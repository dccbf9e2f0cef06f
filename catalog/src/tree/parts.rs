//! Reads a file in parts, on all cores: each record and event is scanned on its own.

use std::ops::Range;

use rayon::prelude::*;

use super::build::build_part;
use super::outline::{Part, outline};
use super::{Entry, Kind, Node, duplicates};
use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Span};

/// An item is in the mappings of the file, of its section and of its domain; its lines open the
/// last.
const DEPTH: usize = 2;

/// The smallest number of items that is worth another core.
const FEW: usize = 8;

/// Reads a checked file. Reports nothing and returns `None` if it must be read as a whole.
pub(super) fn read(file: FileId, text: &str) -> Option<Node> {
    let parts = outline(file, text)?;
    let read = |(lines, depth)| read_lines(file, text, lines, depth);
    let read = lines(&parts).into_par_iter().with_min_len(FEW).map(read);
    // The entries of each part, in the order of the file.
    let mut read = read.collect::<Option<Vec<Vec<Entry>>>>()?.into_iter();
    silent(|diagnostics| {
        let mut entries = Vec::new();
        for part in parts {
            let Part::Section(key, domains) = part else {
                entries.extend(read.next()?);
                continue;
            };
            let domain = |(key, items): (Text, Vec<Range<usize>>)| {
                let items = read.by_ref().take(items.len()).flatten().collect();
                Some(Entry { key, value: map(diagnostics, items)?, repeated: false })
            };
            let domains = domains.into_iter().map(domain).collect::<Option<_>>()?;
            entries.push(Entry { key, value: map(diagnostics, domains)?, repeated: false });
        }
        map(diagnostics, entries)
    })
}

/// The lines of each part that is read on its own, with the number of collections around it.
fn lines(parts: &[Part]) -> Vec<(Range<usize>, usize)> {
    let mut all = Vec::new();
    for part in parts {
        match part {
            Part::Rest(lines) => all.push((lines.clone(), 0)),
            Part::Section(_, domains) => {
                let items = domains.iter().flat_map(|(_, items)| items);
                all.extend(items.map(|lines| (lines.clone(), DEPTH)));
            }
        }
    }
    all
}

/// The entries of some lines that are a complete mapping.
fn read_lines(file: FileId, text: &str, lines: Range<usize>, depth: usize) -> Option<Vec<Entry>> {
    match silent(|diagnostics| build_part(diagnostics, file, text, lines, depth))?.kind {
        Kind::Map { entries, complete: true } => Some(entries),
        _ => None,
    }
}

/// A mapping in block style.
fn map(diagnostics: &mut Diagnostics, mut entries: Vec<Entry>) -> Option<Node> {
    duplicates::refuse(diagnostics, &mut entries, true);
    let (first, last) = (entries.first()?.key.span, &entries.last()?.value);
    let span = Span { end: last.span.end, ..first };
    Some(Node { kind: Kind::Map { entries, complete: true }, span })
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
