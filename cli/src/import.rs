//! Makes a catalog from the schemas of events.
//!
//! ```text
//! text ─► json ─► avro, json_schema (a unit per file) ─► event (types, names) ─► merge (one draft)
//!      ─► document (entries of the file) ─► settle (compile, remove what is refused) ─► Imported
//! ```
//!
//! Whatever a schema says goes into the catalog or into a [`Note`]; nothing is dropped silently.

mod avro;
mod cases;
mod document;
mod draft;
mod event;
mod json_schema;
mod merge;
mod names;
mod node;
mod note;
mod properties;
mod report;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::Compiled;

use annals_codegen::json::Json;
use draft::Unit;
pub use note::{Broken, Note};
use note::{Fault, Notes};
pub use report::{broken, json, text};

/// The largest schema file, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// A kind of schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Avro: each event is a record.
    Avro,
    /// JSON Schema: each event is an object.
    JsonSchema,
}

/// A schema file.
#[derive(Debug)]
pub struct Input {
    /// Its path, as messages show it.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Options for what schemas do not say.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Name of the catalog.
    pub name: Option<String>,
    /// Title of the catalog.
    pub title: Option<String>,
    /// Namespace of the event types.
    pub namespace: Option<String>,
    /// Domain of all events.
    pub domain: Option<String>,
    /// Pattern of event types, with `{namespace}`, `{name}` and `{file}`.
    pub event_type: Option<String>,
    /// The repository that sends the events, `owner/name`.
    pub repository: Option<String>,
    /// The date of the events, `YYYY-MM-DD`.
    pub added: String,
    /// True if the date replaces those in the schemas.
    pub added_by_hand: bool,
}

/// The result of an import.
#[derive(Debug)]
pub struct Imported {
    /// The text of the catalog.
    pub catalog: String,
    /// The result of compiling it.
    pub compiled: Compiled,
    /// What it cannot hold and what was decided, in the order of the files.
    pub notes: Vec<Note>,
    /// Number of events, records, scalars, enums and variants.
    pub counts: [usize; 5],
}

/// Makes one catalog from schemas.
///
/// # Errors
/// Returns every schema that cannot be read.
pub fn import(
    format: Format,
    inputs: &[Input],
    settings: &Settings,
) -> Result<Imported, Vec<Broken>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut notes = Vec::new();
    let mut broken = Vec::new();
    for input in inputs {
        let mut found = Notes::new(&input.file);
        match read(format, input, &mut found) {
            Ok(unit) => units.push(unit),
            Err((pointer, message)) => {
                broken.push(Broken { file: input.file.clone(), pointer, message });
            }
        }
        notes.append(&mut found.found);
    }
    if !broken.is_empty() {
        return Err(broken);
    }
    let mut catalog = merge::merge(units, settings, &mut notes);
    once(&catalog)?;
    let (text, compiled) = settle::settle(&mut catalog, &mut notes);
    let mut seen = BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    let order: BTreeMap<&str, usize> =
        inputs.iter().enumerate().map(|(index, input)| (input.file.as_str(), index)).collect();
    notes.sort_by_key(|note| order.get(note.file.as_str()).copied());
    let counts = [
        catalog.events.len(),
        catalog.records.len(),
        catalog.scalars.len(),
        catalog.enums.len(),
        catalog.variants.len(),
    ];
    Ok(Imported { catalog: text, compiled, notes, counts })
}

fn read(format: Format, input: &Input, notes: &mut Notes) -> Result<Unit, Fault> {
    let whole = |message: String| (String::new(), message);
    let text = std::str::from_utf8(&input.bytes)
        .map_err(|error| whole(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let schema: Json = serde_json::from_str(text).map_err(|error| whole(error.to_string()))?;
    match format {
        Format::Avro => avro::read(&input.file, &schema, notes),
        Format::JsonSchema => json_schema::read(&input.file, &schema, notes),
    }
}

/// Fails if two schemas describe the same event.
fn once(catalog: &draft::Catalog) -> Result<(), Vec<Broken>> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for event in &catalog.events {
        if let Some(first) = seen.insert(&event.event_type, &event.file) {
            let message =
                format!("the event `{}` already has a schema in `{first}`", event.event_type);
            twice.push(Broken { file: event.file.clone(), pointer: String::new(), message });
        }
    }
    if twice.is_empty() { Ok(()) } else { Err(twice) }
}
