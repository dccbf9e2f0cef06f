//! Prints the notes of an import as text or JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use annals_catalog::sort;

use super::Imported;
use super::note::{Broken, Note, Read};

/// The version of the document.
const VERSION: u32 = 1;

/// The document that `annals import --format json` prints.
#[derive(Serialize)]
struct Document<'a> {
    /// Raised when a key changes its meaning or is removed.
    version: u32,
    /// The number of items in the catalog.
    events: usize,
    records: usize,
    scalars: usize,
    enums: usize,
    variants: usize,
    schemas: &'a [Read],
    notes: &'a [Note],
    broken: &'a [Broken],
    /// Why there is no catalog; absent if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// The JSON document.
#[must_use]
pub fn json(imported: Option<&Imported>, broken: &[Broken], error: Option<&str>) -> String {
    let [events, records, scalars, enums, variants] =
        imported.map_or_else(Default::default, |imported| imported.counts);
    let document = Document {
        version: VERSION,
        events,
        records,
        scalars,
        enums,
        variants,
        schemas: imported.map_or(&[], |imported| &imported.schemas),
        notes: imported.map_or(&[], |imported| &imported.notes),
        broken,
        error,
    };
    annals_codegen::render::json::render(&document)
}

/// Notes as text: one of each kind, and how many there are.
#[must_use]
pub fn text(notes: &[Note]) -> String {
    let mut text = String::new();
    for loss in [true, false] {
        let mut kinds: Vec<(&Note, usize)> = Vec::new();
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for note in notes.iter().filter(|note| note.loss == loss) {
            let at = *index.entry(note.kind).or_insert(kinds.len());
            if at == kinds.len() {
                kinds.push((note, 0));
            }
            kinds[at].1 += 1;
        }
        sort::by_key(&mut kinds, |(_, count)| std::cmp::Reverse(*count));
        for (Note { kind, file, pointer, found, made, .. }, count) in kinds {
            let word = if loss { "changed" } else { "note" };
            let more = match count - 1 {
                0 => String::new(),
                more => format!("   = and {more} more; `--format json` lists them\n"),
            };
            let place = place(file, pointer);
            text.push_str(&format!("{word}[{kind}]: {found}\n   = {made}\n  --> {place}\n{more}"));
        }
    }
    text
}

/// The schemas that cannot be read, as text.
#[must_use]
pub fn broken(broken: &[Broken]) -> String {
    let line = |item: &Broken| {
        format!("error: {}\n  --> {}\n", item.message, place(&item.file, &item.pointer))
    };
    broken.iter().map(line).collect()
}

/// A file and a JSON pointer: `order.avsc#/fields/0`.
#[must_use]
pub fn place(file: &str, pointer: &str) -> String {
    if pointer.is_empty() { file.to_owned() } else { format!("{file}#{pointer}") }
}
