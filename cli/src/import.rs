//! Schemas of events in; a catalog that makes them again, and notes on what it cannot hold, out.
//!
//! ```text
//! text ─► json ─► avro, json_schema (a unit per file) ─► event (types, names) ─► merge (one catalog)
//!                                                    ─► write (YAML) ⇄ settle (the front end's word) ─► Imported
//! ```
//!
//! What a schema says is either in the catalog or in a [`Note`]; nothing is dropped silently.

mod avro;
mod document;
mod draft;
mod event;
mod json_schema;
mod merge;
mod names;
mod node;
mod note;
mod report;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::Compiled;

use annals_codegen::json::Json;
use draft::Unit;
pub use note::{Broken, Note};
use note::{Fault, Notes};
pub use report::{broken, json, text};

/// No schema file is larger.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// What kind of schemas there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Avro, a record an event.
    Avro,
    /// JSON Schema, an object an event.
    JsonSchema,
}

/// A schema file.
#[derive(Debug)]
pub struct Input {
    /// Its path as shown.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What schemas do not say.
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
    /// Event types, made of `{namespace}`, `{name}` and `{file}`.
    pub event_type: Option<String>,
    /// Who sends the events, `owner/name`.
    pub repository: Option<String>,
    /// When the events came, `YYYY-MM-DD`.
    pub added: String,
    /// True if the date holds for events as well whose schema says another.
    pub added_by_hand: bool,
}

/// What became of the schemas.
#[derive(Debug)]
pub struct Imported {
    /// The catalog.
    pub catalog: String,
    /// What the front end says of it.
    pub compiled: Compiled,
    /// What it cannot hold, and what was decided; by file, in the order of the files.
    pub notes: Vec<Note>,
    /// Number of events, records, scalars and enums.
    pub counts: [usize; 4],
}

/// Makes one catalog of schemas.
///
/// # Errors
/// Every schema that could not be read.
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
    let counts =
        [catalog.events.len(), catalog.records.len(), catalog.scalars.len(), catalog.enums.len()];
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

/// Refuses two schemas for one event.
fn once(catalog: &draft::Catalog) -> Result<(), Vec<Broken>> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for event in &catalog.events {
        if let Some(first) = seen.insert(&event.event_type, &event.file) {
            let message =
                format!("the event `{}` has a schema in `{first}` already", event.event_type);
            twice.push(Broken { file: event.file.clone(), pointer: String::new(), message });
        }
    }
    if twice.is_empty() { Ok(()) } else { Err(twice) }
}
