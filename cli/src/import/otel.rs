//! Reads registries of the semantic conventions of OpenTelemetry.
//!
//! The events become events, whose data are their attributes. Definitions and references may be in different files, in both
//! forms of the format: `groups` of any type, or `file_format: definition/2` with a list for each type.

mod attribute;
mod body;
mod event;
mod layers;
mod manifest;
mod registry;
mod words;

use super::Gathered;
use super::documents::Documents;
use super::draft::{About, Known};
use super::event::NAMESPACE;
use super::note::Notes;
use registry::Registry;

/// What the conventions say of events, attributes and values besides the catalog's own keys.
const PROPERTIES: [Known; 4] = [
    Known {
        name: "x-stability",
        ty: "string",
        on: &["event", "field", "value"],
        description: "How far it is from its final form.",
    },
    Known {
        name: "x-requirement",
        ty: "string",
        on: &["event", "field"],
        description: "When it is present, if it is not required.",
    },
    Known {
        name: "x-condition",
        ty: "string",
        on: &["event", "field"],
        description: "The condition of its requirement.",
    },
    Known {
        name: "x-examples",
        ty: "list<json>",
        on: &["field"],
        description: "More examples of its values.",
    },
];

/// The names of events of OpenTelemetry.
const EVENT_TYPES: &str = "^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$";

/// Attributes are values, not records.
const LINT: [&str; 1] = ["A0221"];

/// Reads all events.
pub(super) fn read(documents: &Documents, found: &mut Gathered) {
    found.about = About {
        event_types: Some(EVENT_TYPES),
        open: true,
        properties: &PROPERTIES,
        lint: &LINT,
        ..About::default()
    };
    let mut registry = Registry::default();
    for (index, document) in documents.all.iter().enumerate() {
        let mut notes = Notes::new(&document.file);
        if let Err((pointer, message)) = registry.add(index, &document.schema, &mut notes) {
            found.fault(&document.file, pointer, message);
        }
        if let Some(manifest) = manifest::of(&document.schema) {
            manifest::read(manifest, &mut found.about, &mut notes);
        }
        found.notes.append(&mut notes.found);
    }
    found.about.namespace.get_or_insert_with(|| NAMESPACE.to_owned());
    for fault in std::mem::take(&mut registry.faults) {
        let (document, pointer, message) = fault;
        found.fault(&documents.all[document].file, pointer, message);
    }
    for event in registry.events() {
        let mut notes = Notes::new(&documents.all[event.document].file);
        let unit = event::read(documents, &registry, &event, &mut notes);
        found.add(unit, notes);
    }
    registry.report_unused(documents, &mut found.notes);
}
