//! Prints the notes of an import as text or JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::note::{Broken, Note};

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
    notes: &'a [Note],
    broken: &'a [Broken],
    /// Why there is no catalog; absent if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// The JSON document.
#[must_use]
pub fn json(
    [events, records, scalars, enums, variants]: [usize; 5],
    notes: &[Note],
    broken: &[Broken],
    error: Option<&str>,
) -> String {
    let version = VERSION;
    let document =
        Document { version, events, records, scalars, enums, variants, notes, broken, error };
    annals_codegen::render::json::render(&document)
}

/// Kind, found and made, which several notes may share.
type Head<'a> = (&'a str, &'a str, &'a str);

/// Notes as text; those that differ only in their places are one.
#[must_use]
pub fn text(notes: &[Note]) -> String {
    let mut text = String::new();
    for loss in [true, false] {
        let mut groups: Vec<(Head<'_>, Vec<&Note>)> = Vec::new();
        let mut index: BTreeMap<Head<'_>, usize> = BTreeMap::new();
        for note in notes.iter().filter(|note| note.loss == loss) {
            let head = (note.kind, note.found.as_str(), note.made.as_str());
            let at = *index.entry(head).or_insert(groups.len());
            if at == groups.len() {
                groups.push((head, Vec::new()));
            }
            groups[at].1.push(note);
        }
        for ((kind, found, made), places) in groups {
            let word = if loss { "changed" } else { "note" };
            text.push_str(&format!("{word}[{kind}]: {found}\n   = {made}\n"));
            for note in places {
                text.push_str(&format!("  --> {}\n", place(&note.file, &note.pointer)));
            }
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
fn place(file: &str, pointer: &str) -> String {
    if pointer.is_empty() { file.to_owned() } else { format!("{file}#{pointer}") }
}
