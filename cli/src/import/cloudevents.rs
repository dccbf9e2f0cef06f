//! Reads message definitions of an xRegistry, the registry of CloudEvents.
//!
//! Each message becomes an event with the type that its envelope has. Its schema is in the message, or one of
//! `schemagroups`; the readers of JSON Schema and Avro read it.

mod embedded;
mod message;
mod schema;

use std::collections::BTreeSet;

use annals_codegen::json::{Json, step};

use super::documents::Documents;
use super::draft::{About, Known, Unit};
use super::event::{NAMESPACE, most_common};
use super::node::{Node, shortened};
use super::note::Notes;
use super::sources::reversed;
use super::{Gathered, json_schema};

/// What a registry says of messages besides the catalog's own keys.
const PROPERTIES: [Known; 7] = [
    known("x-message", "string", "The id of the message definition, if it is not the type."),
    known("x-group", "string", "The group of message definitions that it belongs to."),
    known("x-name", "string", "Its name for people."),
    known("x-envelope", "json", "The attributes that accompany the data."),
    known("x-protocol", "string", "What carries it."),
    known("x-documentation", "string", "Where more is said."),
    known("x-labels", "json", "What a search can find it by."),
];

const fn known(name: &'static str, ty: &'static str, description: &'static str) -> Known {
    Known { name, ty, on: &["event"], description }
}

/// Data are the properties of the payload, which need not be records.
const LINT: [&str; 1] = ["A0221"];

/// The places of groups with messages.
const GROUPS: [&str; 2] = ["messagegroups", "endpoints"];

/// Reads all messages. Files without groups are parts of others.
pub(super) fn read(documents: &Documents, found: &mut Gathered) {
    let documents = &json_schema::fold(&embedded::rebased(documents));
    found.about = About { properties: &PROPERTIES, lint: &LINT, ..About::default() };
    let mut used = BTreeSet::new();
    for (index, document) in documents.all.iter().enumerate() {
        let top = document.schema.as_object().map(|top| Node::new(top, ""));
        let has_groups = |top: &Node<'_>| GROUPS.iter().any(|key| top.has(key));
        let Some(top) = top.filter(has_groups) else {
            let file = document.file.clone();
            found.schemas.push(super::Read { file, pointer: String::new(), event: None });
            continue;
        };
        let mut notes = Notes::new(&document.file);
        top.skip(&["schemagroups"]);
        for kind in GROUPS {
            let groups = top.get(kind).and_then(Json::as_object);
            for (name, group) in groups.into_iter().flat_map(|groups| &groups.0) {
                let place = step(&top.place(kind), name);
                let group = message::Group { document: index, kind, name, value: group, place };
                message::all(documents, &group, &mut used, found);
            }
        }
        about(&top, &mut found.about, &mut notes);
        found.notes.append(&mut notes.found);
    }
    schema::report_unused(documents, &used, &mut found.notes);
    found.about.namespace = Some(namespace(&found.units));
}

/// Takes what a registry says of itself.
fn about(top: &Node<'_>, about: &mut About, notes: &mut Notes) {
    top.skip(&["$schema", "specversion"]);
    about.title = about.title.take().or_else(|| top.words("name"));
    about.description = about.description.take().or_else(|| top.words("description"));
    for key in top.keys().filter(|key| !top.is_read(key)) {
        let value = top.peek(key).map(Json::compact).unwrap_or_default();
        let found = shortened(&format!("{key}: {value}"));
        notes.note("no-event", &top.place(key), found, "left out");
    }
}

/// The first two segments that most event types have, in lower case.
fn namespace(units: &[Unit]) -> String {
    let start = |unit: &Unit| {
        let segments: Vec<&str> = unit.event.event_type.split('.').collect();
        let start = (segments.len() > 2).then(|| format!("{}.{}", segments[1], segments[0]))?;
        reversed(&start)
    };
    most_common(units.iter().filter_map(start)).unwrap_or_else(|| NAMESPACE.to_owned())
}
