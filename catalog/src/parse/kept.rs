//! What reading a catalog leaves for the next time: a catalog as written in; the items that are
//! written in another text as they were out, so that nobody has to read them again.

use std::collections::BTreeMap;
use std::ops::Range;

use super::item::{Parsed, Section};
use crate::ast::{Catalog, Origin, Shift};
use crate::source::{FileId, SourceMap};
use crate::tree::{Item, Outline};

/// The items of the files that were read last, for [`compile_again`](crate::compile_again).
#[derive(Debug, Default)]
pub struct Kept {
    files: BTreeMap<String, KeptFile>,
}

/// Looking for an item, so many are passed by: more than people change at once.
const WINDOW: usize = 64;

/// The items of a file.
#[derive(Debug)]
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
    /// Keeps the items of a catalog.
    pub(crate) fn of(sources: &SourceMap, catalog: Catalog) -> Self {
        let Catalog { records, events, origins, .. } = catalog;
        let (mut records, mut events) = (records.into_iter(), events.into_iter());
        let mut files = BTreeMap::new();
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
                files.insert(source.path.clone(), kept);
            }
        }
        Self { files }
    }

    /// What is known of a file.
    pub(super) fn take(&mut self, path: &str) -> Option<KeptFile> {
        self.files.remove(path)
    }
}

/// An item that was read before, and the way to where it stands now.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) parsed: Parsed,
    pub(super) by: Shift,
}

impl KeptFile {
    /// For each item of another text of the file: what it was read as, if it stood in this one.
    pub(super) fn again(
        mut self,
        file: FileId,
        text: &str,
        outline: &Outline,
    ) -> Vec<Option<Again>> {
        let mut next = 0;
        let again = |item: &Item| {
            let lines = &text[item.lines.clone()];
            let section = Section::of(outline.section(item));
            // What is not found is new, or not what it was; what is skipped has changed or gone.
            let window = self.items.iter_mut().skip(next).take(WINDOW).enumerate();
            let (skipped, known) = window.into_iter().find(|(_, known)| {
                known.parsed.as_ref().map(Parsed::section) == Some(section)
                    && self.text[known.lines.clone()] == *lines
            })?;
            next += skipped + 1;
            let by = Shift::new(file, known.lines.start, item.lines.start);
            known.parsed.take().map(|parsed| Again { parsed, by })
        };
        outline.items.iter().map(again).collect()
    }
}

#[cfg(test)]
mod tests;
