//! Reads descriptors of Protobuf: what `protoc` and `buf` make of `.proto` files.
//!
//! Messages that no other one contains become events, the others records. JSON is that of Protobuf: lowerCamelCase names,
//! enums by their names, and fields that may be absent.

mod descriptor;
mod fields;
mod message;
mod types;
mod wire;

use std::collections::BTreeSet;

use super::draft::{About, Known};
use super::note::Notes;
use super::{Gathered, Input};
use descriptor::{File, Message, Service};
use message::Set;

/// What descriptors say besides the catalog's own keys.
const PROPERTIES: [Known; 3] = [
    Known {
        name: "x-number",
        ty: "long",
        on: &["field", "value"],
        description: "Its number in Protobuf.",
    },
    Known {
        name: "x-oneof",
        ty: "string",
        on: &["field"],
        description: "The fields of which at most one is present.",
    },
    Known {
        name: "x-message",
        ty: "string",
        on: &["event"],
        description: "The name of the message in Protobuf.",
    },
];

/// Data are the fields of a message, which need not be messages.
const LINT: [&str; 1] = ["A0221"];

/// Reads all messages.
pub(super) fn read(inputs: &[Input], found: &mut Gathered) {
    found.about = About { properties: &PROPERTIES, lint: &LINT, ..About::default() };
    for Input { file, bytes } in inputs {
        match descriptor::files(bytes) {
            Ok(files) if !files.is_empty() => one(file, &files, found),
            Ok(_) | Err(_) => {
                let message = "this is not a FileDescriptorSet; `protoc --include_imports --include_source_info \
                    --descriptor_set_out=FILE` and `buf build -o FILE` make one of `.proto` files";
                found.fault(file, String::new(), message.to_owned());
            }
        }
    }
}

/// Reads the messages of one set of files.
fn one(file: &str, files: &[File], found: &mut Gathered) {
    let set = Set::new(files);
    let mut notes = Notes::new(file);
    let inside = set.inside();
    let called: BTreeSet<&str> = services(files).flat_map(Service::messages).collect();
    for service in services(files) {
        let what = format!("the service `{}`, with its requests and responses", service.name);
        notes.note("no-event", &format!("/{}", service.name), what, "left out");
    }
    for of in files.iter().filter(|file| file.has_options && !file.is_google()) {
        let what = format!("options of `{}`, for code in other languages", of.name);
        notes.note("no-event", &format!("/{}", of.package), what, "left out");
    }
    for (name, extensions) in set.extensions() {
        let what = format!("extensions of other messages: {extensions}");
        notes.loss("keyword", &format!("/{name}"), what, "left out");
    }
    let is_event = |message: &&Message| !inside.contains(message.name.as_str());
    for message in set.own().filter(is_event).filter(|it| !called.contains(it.name.as_str())) {
        let mut own = Notes::new(file);
        let unit = message::event(&set, message, &mut own);
        found.add(Ok(unit), own);
    }
    found.notes.append(&mut notes.found);
}

fn services(files: &[File]) -> impl Iterator<Item = &Service> {
    files.iter().filter(|file| !file.is_google()).flat_map(|file| &file.services)
}
