//! What reading a catalog leaves for the next time: a catalog as written in; the items that are
//! written in another text as they were out, so that nobody has to read them again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::item::{Parsed, Section};
use crate::ast::{Catalog, Origin};
use crate::source::SourceMap;
use crate::tree::{Item, Outline};

/// The items of the files that were read last, for [`compile_again`](crate::compile_again).
#[derive(Debug, Default)]
pub struct Kept {
    files: BTreeMap<String, KeptFile>,
}

/// Looking for an item, so many are passed by: more than people change at once.
const WINDOW: usize = 64;

/// The items of a file.
#[derive(Debug, Default)]
pub(super) struct KeptFile {
    text: String,
    /// In the order of the text.
    items: Vec<KeptItem>,
}

#[derive(Debug)]
struct KeptItem {
    lines: Range<usize>,
    /// `None` once it was found again.
    parsed: Option<Parsed>,
}

impl Kept {
    /// Keeps the items of a catalog; of a file that was read as a whole, because of a mistake perhaps,
    /// those that are kept already.
    pub(crate) fn keep(&mut self, sources: &SourceMap, catalog: Catalog) {
        let Catalog { records, events, origins, .. } = catalog;
        let (mut records, mut events) = (records.into_iter(), events.into_iter());
        let there: BTreeSet<&str> =
            sources.iter().map(|(_, source)| source.path.as_str()).collect();
        self.files.retain(|path, _| there.contains(path.as_str()));
        for Origin { file, records: of_records, events: of_events } in origins {
            let item = |lines: Option<Range<usize>>, parsed| {
                Some(KeptItem { lines: lines?, parsed: Some(parsed) })
            };
            let records = of_records.into_iter().zip(records.by_ref());
            let records = records.filter_map(|(lines, record)| item(lines, Parsed::Record(record)));
            let mut items: Vec<KeptItem> = records.collect();
            let events = of_events.into_iter().zip(events.by_ref());
            items.extend(events.filter_map(|(lines, event)| item(lines, Parsed::Event(event))));
            items.sort_by_key(|item| item.lines.start);
            if !items.is_empty() {
                let source = sources.get(file);
                let kept = KeptFile { text: source.text.clone(), items };
                self.files.insert(source.path.clone(), kept);
            }
        }
    }

    /// What is known of a file.
    pub(super) fn take(&mut self, path: &str) -> KeptFile {
        self.files.remove(path).unwrap_or_default()
    }

    /// Puts back what was of no use.
    pub(super) fn put_back(&mut self, path: &str, file: KeptFile) {
        self.files.insert(path.to_owned(), file);
    }
}

/// An item that was read before, and where it began then.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) parsed: Parsed,
    pub(super) start: usize,
}

impl KeptFile {
    /// For each item of another text of the file: its place here, if it stands here.
    pub(super) fn find(&self, text: &str, outline: &Outline) -> Vec<Option<usize>> {
        let mut next = 0;
        let place = |item: &Item| {
            let lines = &text[item.lines.clone()];
            let section = Section::of(outline.section(item));
            // What is not found is new, or not what it was; what is skipped has changed or gone.
            let window = self.items.iter().enumerate().skip(next).take(WINDOW);
            let (place, _) = window.into_iter().find(|(_, known)| {
                known.parsed.as_ref().map(Parsed::section) == Some(section)
                    && self.text[known.lines.clone()] == *lines
            })?;
            next = place + 1;
            Some(place)
        };
        outline.items.iter().map(place).collect()
    }

    /// The name of the item at a place.
    pub(super) fn name(&self, place: usize) -> Option<&str> {
        self.items[place].parsed.as_ref().map(Parsed::name)
    }

    /// Takes the item at a place out.
    pub(super) fn take(&mut self, place: usize) -> Option<Again> {
        let item = &mut self.items[place];
        item.parsed.take().map(|parsed| Again { parsed, start: item.lines.start })
    }
}

#[cfg(test)]
mod tests;
