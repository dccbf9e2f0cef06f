//! Finds the messages of a document, with the channels and operations that they are part of.

use std::collections::BTreeMap;

use annals_codegen::json::{Json, Object, step};

use super::super::documents::Documents;
use super::super::note::Notes;

/// A message.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) document: usize,
    pub(super) pointer: String,
    /// What it is called if it does not say it itself.
    pub(super) key: String,
    /// The addresses of its channels.
    pub(super) channels: Vec<String>,
    /// `send orderPlaced`
    pub(super) operations: Vec<String>,
}

/// The messages that were found, in their order.
struct Found<'d, 'n> {
    documents: &'d Documents,
    /// The document that is being read.
    document: usize,
    notes: &'n mut Notes,
    messages: Vec<Message>,
    /// Where each is in the list.
    places: BTreeMap<(usize, String), usize>,
}

/// All messages of a document: those of channels and operations, then the others among the components.
pub(super) fn all(documents: &Documents, document: usize, notes: &mut Notes) -> Vec<Message> {
    let (messages, places) = (Vec::new(), BTreeMap::new());
    let mut found = Found { documents, document, notes, messages, places };
    found.channels();
    found.operations();
    for (key, pointer) in found.entries("/components/messages") {
        found.add(&pointer, &key);
    }
    found.messages
}

/// The keys of an operation that are read, or that only say how it is done.
const OF_OPERATION: [&str; 6] =
    ["operationId", "message", "action", "channel", "messages", "title"];

impl Found<'_, '_> {
    /// The keys of an object and the pointers to their values.
    fn entries(&self, pointer: &str) -> Vec<(String, String)> {
        let object = self.at(pointer).and_then(Json::as_object);
        let entry = |(key, _): &(String, Json)| (key.clone(), step(pointer, key));
        object.into_iter().flat_map(|object| &object.0).map(entry).collect()
    }

    fn at(&self, pointer: &str) -> Option<&Json> {
        self.documents.all.get(self.document)?.schema.at(pointer)
    }

    /// The object at a pointer, or what it refers to.
    fn object(&self, pointer: &str) -> Option<(usize, String, Object)> {
        let (document, pointer, value) = self.documents.resolved(self.document, pointer)?;
        Some((document, pointer, value.as_object()?.clone()))
    }

    /// The index of the message that a value is or refers to; `None` if it is none.
    fn add(&mut self, pointer: &str, key: &str) -> Option<usize> {
        let Some((document, place, _)) = self.object(pointer) else {
            let found = "a message that is neither a mapping nor a reference to one in these files";
            self.notes.loss("reference", pointer, found, "left out");
            return None;
        };
        let own = place.rsplit('/').next().unwrap_or_default().to_owned();
        let is_own = document != self.document || place != pointer;
        let key = if is_own && !own.is_empty() { own } else { key.to_owned() };
        let next = self.messages.len();
        let id = *self.places.entry((document, place.clone())).or_insert(next);
        if id == next {
            let (channels, operations) = (Vec::new(), Vec::new());
            self.messages.push(Message { document, pointer: place, key, channels, operations });
        }
        Some(id)
    }

    fn channels(&mut self) {
        for (key, pointer) in self.entries("/channels") {
            let Some((document, place, channel)) = self.object(&pointer) else {
                let found = format!("the channel `{key}`, which is not in these files");
                self.notes.loss("reference", &pointer, found, "left out");
                continue;
            };
            let around = std::mem::replace(&mut self.document, document);
            let address = match channel.get("address") {
                Some(Json::String(address)) => address.clone(),
                _ => key.clone(),
            };
            for (name, message) in self.entries(&step(&place, "messages")) {
                if let Some(id) = self.add(&message, &name) {
                    push(&mut self.messages[id].channels, &address);
                }
            }
            for action in ["publish", "subscribe"] {
                self.older_operation(&step(&place, action), action, &address);
            }
            self.document = around;
            let made = "its address, as `x-channels` of its messages";
            self.notes.note("no-event", &pointer, format!("the channel `{key}`"), made);
        }
    }

    /// The messages of an operation of AsyncAPI 2, which is a part of its channel.
    fn older_operation(&mut self, pointer: &str, action: &str, address: &str) {
        let Some((document, place, operation)) = self.object(pointer) else { return };
        let around = std::mem::replace(&mut self.document, document);
        let name = operation.get("operationId").and_then(Json::as_str);
        let what = name.map_or_else(|| action.to_owned(), |name| format!("{action} {name}"));
        let message = step(&place, "message");
        let one_of = step(&message, "oneOf");
        let several = self.at(&one_of).and_then(Json::as_array).map_or(0, <[Json]>::len);
        let all: Vec<String> = match (several, self.at(&message)) {
            (0, Some(_)) => vec![message],
            (several, _) => (0..several).map(|index| step(&one_of, index)).collect(),
        };
        let key = name.unwrap_or(address).to_owned();
        for message in all {
            if let Some(id) = self.add(&message, &key) {
                push(&mut self.messages[id].channels, address);
                push(&mut self.messages[id].operations, &what);
            }
        }
        self.report(&what, &place, &operation);
        self.document = around;
    }

    /// The operations of AsyncAPI 3.
    fn operations(&mut self) {
        for (key, pointer) in self.entries("/operations") {
            let Some((document, place, operation)) = self.object(&pointer) else { continue };
            let around = std::mem::replace(&mut self.document, document);
            let action = operation.get("action").and_then(Json::as_str).unwrap_or_default();
            let what = format!("{action} {key}");
            let listed = step(&place, "messages");
            let several = self.at(&listed).and_then(Json::as_array).map_or(0, <[Json]>::len);
            let mut messages: Vec<String> =
                (0..several).map(|index| step(&listed, index)).collect();
            if operation.get("messages").is_none() {
                let channel = self.object(&step(&place, "channel"));
                if let Some((document, place, _)) = channel.filter(|it| it.0 == self.document) {
                    self.document = document;
                    let all = self.entries(&step(&place, "messages"));
                    messages = all.into_iter().map(|(_, pointer)| pointer).collect();
                }
            }
            for message in messages {
                if let Some(id) = self.add(&message, &key) {
                    push(&mut self.messages[id].operations, &what);
                }
            }
            self.document = around;
            self.report(&what, &pointer, &operation);
        }
    }

    /// Reports what an operation says besides its name.
    fn report(&mut self, what: &str, pointer: &str, operation: &Object) {
        let others = operation.0.iter().map(|(key, _)| key.as_str());
        let others: Vec<&str> = others.filter(|key| !OF_OPERATION.contains(key)).collect();
        if !others.is_empty() {
            let found = format!("{} of the operation `{what}`", others.join(", "));
            let made = "its name, as `x-operations` of its messages";
            self.notes.note("no-event", pointer, found, made);
        }
    }
}

fn push(texts: &mut Vec<String>, text: &str) {
    if !texts.iter().any(|known| known == text) {
        texts.push(text.to_owned());
    }
}
