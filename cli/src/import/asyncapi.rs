//! Reads documents of AsyncAPI 2 and 3.
//!
//! Each message becomes an event. Its payload is a JSON Schema or an Avro schema, which the readers of those read.

mod info;
mod message;
mod messages;

use super::documents::Documents;
use super::draft::{About, Known};
use super::node::Node;
use super::note::Notes;
use super::{Gathered, Settings};

/// What AsyncAPI says of messages besides the catalog's own keys.
const PROPERTIES: [Known; 9] = [
    known("x-message", "string", "The name of the message in AsyncAPI."),
    known("x-title", "string", "The name of the message for people."),
    known("x-channels", "list<string>", "Where it is sent: the addresses of the channels."),
    known("x-operations", "list<string>", "Who does what with it."),
    known("x-contact", "string", "Who answers questions."),
    known("x-tags", "list<string>", "What it belongs to."),
    known("x-content-type", "string", "The form of the payload, if it is not JSON."),
    known("x-headers", "json", "The schema of what accompanies the payload."),
    known("x-examples", "list<json>", "Examples of messages."),
];

const fn known(name: &'static str, ty: &'static str, description: &'static str) -> Known {
    Known { name, ty, on: &["event"], description }
}

/// Data are the properties of the payload, which need not be records.
const LINT: [&str; 1] = ["A0221"];

/// Reads all messages. Files without the key `asyncapi` are parts of others.
pub(super) fn read(documents: &Documents, settings: &Settings, found: &mut Gathered) {
    found.about = About { properties: &PROPERTIES, lint: &LINT, ..About::default() };
    for (index, document) in documents.all.iter().enumerate() {
        let top = document.schema.as_object().map(|top| Node::new(top, ""));
        let version = top.as_ref().and_then(|top| top.text("asyncapi"));
        let (Some(top), Some(version)) = (top, version) else {
            let file = document.file.clone();
            found.schemas.push(super::Read { file, pointer: String::new(), event: None });
            continue;
        };
        let mut notes = Notes::new(&document.file);
        if !version.starts_with("2.") && !version.starts_with("3.") {
            let message = format!("AsyncAPI {version} is not supported: expected 2 or 3");
            found.fault(&document.file, "/asyncapi".to_owned(), message);
            continue;
        }
        let traits_win = version.starts_with("2.");
        let info = info::read(&top, settings, &mut found.about, &mut notes);
        let messages = messages::all(documents, index, &mut notes);
        for message in messages {
            let mut own = Notes::new(&document.file);
            for unit in message::read(documents, &message, &info, traits_win, &mut own) {
                found.add(unit, Notes::new(&own.file));
            }
            found.notes.append(&mut own.found);
        }
        found.notes.append(&mut notes.found);
    }
}
