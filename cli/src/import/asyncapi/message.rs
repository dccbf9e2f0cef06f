//! Reads a message: its payload, and what is said of it.

use annals_codegen::json::{Json, Object, step};

use super::super::documents::Documents;
use super::super::draft::{Event, Hints, Properties, Unit};
use super::super::node::Node;
use super::super::note::{Fault, Notes};
use super::super::payload::{Payload, language};
use super::super::roots::Language;
use super::super::sources::{is_same_name, list_property, paragraphs, patched, property};
use super::super::{names, payload, properties};
use super::info::Info;
use super::messages::Message;

/// Reads the event of a message, or those of a payload that is one of several objects.
pub(super) fn read(
    documents: &Documents,
    message: &Message,
    info: &Info,
    traits_win: bool,
    notes: &mut Notes,
) -> Vec<Result<Unit, Fault>> {
    let Message { document, pointer, .. } = message;
    let value = documents.all[*document].schema.at(pointer);
    let Some(written) = value.and_then(Json::as_object) else {
        return vec![Err((pointer.clone(), "a message must be a mapping".to_owned()))];
    };
    notes.file.clone_from(&documents.all[*document].file);
    let file = notes.file.clone();
    let whole = with_traits(documents, message, written, traits_win, notes);
    let node = Node::new(&whole, pointer);
    let name = node.words("name").or_else(|| node.words("messageId"));
    let name = name.unwrap_or_else(|| message.key.clone());
    let units = match payload_of(documents, message, &node) {
        Ok(payload) => payload::read(documents, payload, &name, notes),
        Err(fault) => return vec![Err(fault)],
    };
    notes.file.clone_from(&file);
    let (description, said) = words(documents, message, &node, &name, info);
    let is_only = units.len() == 1;
    let complete = |(own, mut unit): (String, Unit)| {
        unit.file.clone_from(&file);
        unit.pointer = if is_only { pointer.clone() } else { unit.pointer };
        let event = &mut unit.event;
        event.file.clone_from(&file);
        event.description = paragraphs(description.clone(), event.description.take());
        event.properties.extend(said.iter().cloned());
        identify(event, &own, info);
        unit
    };
    node.finish(notes);
    units.into_iter().map(|unit| unit.map(complete)).collect()
}

/// A message with what its traits say.
fn with_traits(
    documents: &Documents,
    message: &Message,
    written: &Object,
    traits_win: bool,
    notes: &mut Notes,
) -> Object {
    let place = step(&message.pointer, "traits");
    let traits = written.get("traits").and_then(Json::as_array).unwrap_or_default();
    let mut merged = Object::default();
    for index in 0..traits.len() {
        let place = step(&place, index);
        let found = documents.resolved(message.document, &place);
        match found.and_then(|(_, _, value)| value.as_object()) {
            Some(object) => merged = patched(&merged, object),
            None => {
                let found = "a reference to a trait that is not in these files";
                notes.loss("reference", &place, found, "left out");
            }
        }
    }
    let own: Vec<_> = written.0.iter().filter(|(key, _)| key != "traits").cloned().collect();
    let own = Object(own);
    if traits_win { patched(&own, &merged) } else { patched(&merged, &own) }
}

/// The payload of a message; `None` if it has none.
fn payload_of(
    documents: &Documents,
    message: &Message,
    node: &Node<'_>,
) -> Result<Option<Payload>, Fault> {
    let format = node.words("schemaFormat");
    if node.get("payload").is_none() {
        return Ok(None);
    }
    let mut place = (message.document, node.place("payload"));
    let mut format = format;
    if let Some((document, pointer, value)) = documents.resolved(place.0, &place.1) {
        let object = value.as_object();
        let own = object.and_then(|object| object.get("schemaFormat")?.as_str());
        let has_schema = object.is_some_and(|object| object.get("schema").is_some());
        if let Some(own) = own.filter(|_| has_schema) {
            format = Some(own.to_owned());
            place = (document, step(&pointer, "schema"));
        }
    }
    let language = language(format.as_deref()).ok_or_else(|| {
        let format = format.unwrap_or_default();
        (
            place.1.clone(),
            format!("the payload is written in `{format}`: expected JSON Schema or Avro"),
        )
    })?;
    if language == Language::Avro {
        let found = documents.resolved(place.0, &place.1);
        let (document, pointer, _) = found.ok_or_else(|| {
            (place.1.clone(), "the schema of the payload is not in these files".to_owned())
        })?;
        place = (document, pointer);
    }
    Ok(Some(Payload { language, document: place.0, pointer: place.1 }))
}

/// The description of a message, and what has no key in the catalog.
fn words(
    documents: &Documents,
    message: &Message,
    node: &Node<'_>,
    name: &str,
    info: &Info,
) -> (Option<String>, Properties) {
    let mut said = vec![property("x-message", name)];
    let title = node.words("title").filter(|title| !is_same_name(title, name));
    said.extend(title.map(|title| property("x-title", title)));
    said.extend(list_property("x-channels", message.channels.clone()));
    said.extend(list_property("x-operations", message.operations.clone()));
    said.extend(info.contact.clone().map(|contact| property("x-contact", contact)));
    if let Some(Json::Array(tags)) = node.get("tags") {
        let tag = |tag: &Json| {
            tag.as_object().and_then(|tag| tag.get("name")?.as_str()).map(str::to_owned)
        };
        said.extend(list_property("x-tags", tags.iter().filter_map(tag).collect()));
    }
    let content_type = node.words("contentType").or_else(|| info.content_type.clone());
    let content_type = content_type.filter(|it| !it.ends_with("/json"));
    said.extend(content_type.map(|it| property("x-content-type", it)));
    if let Some(headers) = node.get("headers") {
        let place = node.place("headers");
        let target = headers.as_object().and_then(|headers| headers.get("$ref"));
        let target = target.and_then(|_| documents.resolved(message.document, &place));
        let headers = target.map_or(headers, |(_, _, headers)| headers);
        said.push(("x-headers".to_owned(), headers.clone()));
    }
    if let Some(Json::Array(examples)) = node.get("examples") {
        said.push(("x-examples".to_owned(), Json::Array(examples.clone())));
    }
    let description = paragraphs(node.words("summary"), node.words("description"));
    said.extend(properties::own(node.custom()));
    (description, said)
}

/// True for a name that is an event type: at least three segments in lower case.
fn is_type(name: &str) -> bool {
    let is_letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    let is_segment = |segment: &str| !segment.is_empty() && segment.bytes().all(is_letter);
    name.split('.').count() > 2 && name.split('.').all(is_segment)
}

/// Says what the event type is made of.
fn identify(event: &mut Event, name: &str, info: &Info) {
    if is_type(name) {
        event.event_type = name.to_owned();
    }
    let by_avro = event.hints.namespace.take();
    event.hints = Hints {
        namespace: by_avro.or_else(|| Some(info.namespace.clone())),
        name: Some(names::snake(name)),
        ..Hints::default()
    };
}
