//! Reads the messages of a group.

use std::collections::BTreeSet;

use annals_catalog::text;
use annals_codegen::json::{Json, Object, step};

use super::super::documents::Documents;
use super::super::draft::{Deprecation, Event, Hints, Properties, Unit};
use super::super::node::Node;
use super::super::note::{Fault, Notes};
use super::super::payload::{self, Payload};
use super::super::sources::{paragraphs, patched, property};
use super::super::{Gathered, names, properties};
use super::schema::{self, Place};

/// A group of messages.
pub(super) struct Group<'a> {
    pub(super) document: usize,
    /// The key of its kind at the top.
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    pub(super) value: &'a Json,
    pub(super) place: String,
}

/// What a registry itself knows of an entry.
const OF_ENTRY: [&str; 18] = [
    "messageid",
    "versionid",
    "self",
    "shortself",
    "xid",
    "epoch",
    "isdefault",
    "ancestorid",
    "ancestor",
    "createdat",
    "modifiedat",
    "metaurl",
    "meta",
    "versionsurl",
    "versionscount",
    "versions",
    "format",
    "contenttype",
];

/// Where a message says which schema it has.
const REFERENCES: [&str; 4] = ["dataschemauri", "dataschemaxid", "schemaurl", "schemauri"];

/// At most this many messages are based on each other.
const MOST_BASES: usize = 16;

/// Reads all messages of a group.
pub(super) fn all(
    documents: &Documents,
    group: &Group<'_>,
    used: &mut BTreeSet<Place>,
    found: &mut Gathered,
) {
    let file = &documents.all[group.document].file;
    let mut notes = Notes::new(file);
    let Some(object) = group.value.as_object() else {
        return found.fault(file, group.place.clone(), "a group must be a mapping".to_owned());
    };
    let others = object.0.iter().map(|(key, _)| key.as_str());
    let others: Vec<&str> = others.filter(|key| !matches!(*key, "messages" | "envelope")).collect();
    if !others.is_empty() {
        let kind = group.kind.strip_suffix('s').unwrap_or(group.kind);
        let what = format!("{} of the {kind} `{}`", others.join(", "), group.name);
        notes.note("no-event", &group.place, what, "its name, as `x-group` of its messages");
    }
    let place = step(&group.place, "messages");
    let messages = object.get("messages").and_then(Json::as_object);
    for (name, message) in messages.into_iter().flat_map(|messages| &messages.0) {
        let place = step(&place, name);
        let Some(written) = message.as_object() else {
            found.fault(file, place, "a message must be a mapping".to_owned());
            continue;
        };
        if written.get("xref").is_some() {
            let what = format!("the message `{name}`, which is one of another group");
            notes.note("no-event", &place, what, "the event of the other group");
            continue;
        }
        let whole = with_bases(documents, group.document, written, &place, &mut notes);
        let mut own = Notes::new(file);
        let node = Node::new(&whole, &place);
        let units = read(documents, group, name, &node, used, &mut own);
        for unit in units {
            found.add(unit, Notes::new(file));
        }
        found.notes.append(&mut own.found);
    }
    found.notes.append(&mut notes.found);
}

/// A message with what those that it is based on say, and with its default version.
fn with_bases(
    documents: &Documents,
    document: usize,
    written: &Object,
    place: &str,
    notes: &mut Notes,
) -> Object {
    let (mut whole, mut at) = (with_version(written), document);
    for _ in 0..MOST_BASES {
        let key = ["basemessage", "basemessageuri", "basemessageurl"].into_iter();
        let Some((key, reference)) =
            key.filter_map(|key| Some((key, whole.get(key)?.as_str()?.to_owned()))).next()
        else {
            return whole;
        };
        whole.0.retain(|(name, _)| name != key);
        let base = schema::find(documents, at, &reference);
        let object = base.as_ref().and_then(|(document, pointer)| {
            documents.all[*document].schema.at(pointer)?.as_object()
        });
        match (base.as_ref(), object) {
            (Some((document, _)), Some(object)) => {
                at = *document;
                whole = patched(&with_version(object), &whole);
            }
            _ => {
                let found = format!("the message `{reference}`, which is not in these files");
                notes.loss("reference", &step(place, key), found, "left out");
            }
        }
    }
    whole
}

/// A message whose keys are in its default version.
fn with_version(message: &Object) -> Object {
    let versions = message.get("versions").and_then(Json::as_object);
    let default = message.get("defaultversionid").and_then(Json::as_str);
    let version = versions.and_then(|versions| {
        let newest = versions.0.last().map(|(_, version)| version);
        default.and_then(|default| versions.get(default)).or(newest)
    });
    match version.and_then(Json::as_object) {
        Some(version) => patched(version, message),
        None => message.clone(),
    }
}

/// Reads the event of a message, or those of a payload that is one of several objects.
fn read(
    documents: &Documents,
    group: &Group<'_>,
    name: &str,
    node: &Node<'_>,
    used: &mut BTreeSet<Place>,
    notes: &mut Notes,
) -> Vec<Result<Unit, Fault>> {
    let file = notes.file.clone();
    let payload = match payload_of(documents, group.document, node, used) {
        Ok(payload) => payload,
        Err(fault) => return vec![Err(fault)],
    };
    let envelope = Envelope::read(node);
    let event_type = envelope.event_type.clone();
    let units = payload::read(documents, payload, name.rsplit('.').next().unwrap_or(name), notes);
    notes.file.clone_from(&file);
    let is_only = units.len() == 1;
    let deprecated = deprecation(node);
    let added = date(node.peek("createdat"));
    let (description, said) = words(group, name, node, envelope, notes);
    node.finish(notes);
    let complete = |(own, mut unit): (String, Unit)| {
        unit.file.clone_from(&file);
        if is_only {
            unit.pointer.clone_from(&node.pointer);
        }
        let event = &mut unit.event;
        event.file.clone_from(&file);
        event.domain = names::domain(group.name.rsplit('.').next().unwrap_or(group.name));
        event.added = added.clone().unwrap_or_default();
        event.deprecated.clone_from(&deprecated);
        event.description = paragraphs(description.clone(), event.description.take());
        event.properties.extend(said.iter().cloned());
        identify(event, event_type.as_deref().filter(|_| is_only), &own);
        unit
    };
    units.into_iter().map(|unit| unit.map(complete)).collect()
}

/// The attributes of CloudEvents that a message has.
struct Envelope {
    event_type: Option<String>,
    /// The others.
    attributes: Object,
}

impl Envelope {
    fn read(node: &Node<'_>) -> Self {
        let mut attributes = Object::default();
        for key in ["envelopemetadata", "envelopeoptions", "metadata"] {
            if let Some(Json::Object(object)) = node.peek(key) {
                node.skip(&[key]);
                let own = object.get("attributes").and_then(Json::as_object).unwrap_or(object);
                attributes = patched(&attributes, own);
            }
        }
        let value = attributes.get("type").and_then(|ty| ty.as_object()?.get("value")?.as_str());
        // A template is not a type.
        let event_type = value.filter(|value| !value.contains('{')).map(str::to_owned);
        if event_type.is_some() {
            attributes.0.retain(|(key, _)| key != "type");
        }
        Self { event_type, attributes }
    }
}

/// The schema of a message; `None` if it has none.
fn payload_of(
    documents: &Documents,
    document: usize,
    node: &Node<'_>,
    used: &mut BTreeSet<Place>,
) -> Result<Option<Payload>, Fault> {
    let format = node.words("dataschemaformat").or_else(|| node.words("schemaformat"));
    for key in ["dataschema", "schema"] {
        if node.get(key).is_some() {
            let place = (document, node.place(key));
            let payload = schema::payload(documents, place, format.as_deref(), used);
            return payload.map(Some).map_err(|message| (node.place(key), message));
        }
    }
    for key in REFERENCES {
        let Some(reference) = node.text(key) else { continue };
        let fault = |message: String| (node.place(key), message);
        let place = schema::find(documents, document, reference);
        let place = place
            .ok_or_else(|| fault(format!("`{reference}` leads to no schema in these files")))?;
        let payload = schema::payload(documents, place, format.as_deref(), used);
        return payload.map(Some).map_err(fault);
    }
    Ok(None)
}

/// The description of a message, and what has no key in the catalog.
fn words(
    group: &Group<'_>,
    name: &str,
    node: &Node<'_>,
    envelope: Envelope,
    notes: &mut Notes,
) -> (Option<String>, Properties) {
    let Envelope { event_type, mut attributes } = envelope;
    let mut said = Properties::new();
    said.extend((event_type.as_deref() != Some(name)).then(|| property("x-message", name)));
    said.push(property("x-group", group.name));
    let other = node.words("name").filter(|other| other != name);
    said.extend(other.map(|other| property("x-name", other)));
    let kind = node.words("envelope").filter(|envelope| !envelope.starts_with("CloudEvents"));
    if let Some(kind) = kind {
        attributes.0.insert(0, ("envelope".to_owned(), Json::String(kind)));
    }
    if !attributes.0.is_empty() {
        said.push(("x-envelope".to_owned(), Json::Object(attributes)));
    }
    let known: Vec<&str> = OF_ENTRY.into_iter().filter(|key| node.has(key)).collect();
    node.skip(&OF_ENTRY);
    node.skip(&["defaultversionid"]);
    if !known.is_empty() {
        let what = format!("{} of the entry in the registry", known.join(", "));
        notes.note("no-event", &node.pointer, what, "left out");
    }
    let description = node.words("description");
    said.extend(properties::own(node.custom()));
    (description, said)
}

/// Reads since when a message is deprecated, and what to use instead.
fn deprecation(node: &Node<'_>) -> Option<Deprecation> {
    let deprecated = node.get("deprecated")?.as_object()?;
    let text = |key: &str| deprecated.get(key).and_then(Json::as_str).map(str::to_owned);
    let since = date(deprecated.get("effective"));
    let removal = date(deprecated.get("removal")).filter(|removal| Some(removal) > since.as_ref());
    let instead = text("alternative").map(|other| format!("Use {other} instead."));
    let more = text("documentation").or_else(|| text("docs")).map(|url| format!("See {url}."));
    Some(Deprecation { since, removal, replacement: None, note: paragraphs(instead, more) })
}

/// The date of a timestamp.
fn date(value: Option<&Json>) -> Option<String> {
    let date = value?.as_str()?.get(..10)?;
    text::date(date).is_ok().then(|| date.to_owned())
}

/// Says what the event type is, or what it is made of.
fn identify(event: &mut Event, event_type: Option<&str>, name: &str) {
    event.event_type = event_type.unwrap_or_default().to_owned();
    let by_avro = event.hints.namespace.take();
    event.hints = Hints { namespace: by_avro, name: Some(names::snake(name)), ..Hints::default() };
}
