//! Reads the events of an installed `openedx-events`, as a script in its Python interpreter lists them.

use std::collections::BTreeMap;

use annals_catalog::model::Primitive;
use annals_codegen::json::Json;
use heck::ToSnakeCase as _;
use serde::Deserialize;

use super::documents::{Document, Documents};
use super::draft::{About, Event, Field, JSON, Limits, Record, Scalar, Ty, Unit};
use super::note::Notes;
use super::{Gathered, Settings, sources};

/// The script: prints the events and their classes as JSON.
pub const SCRIPT: &str = include_str!("openedx/signals.py");

/// What the script prints.
#[derive(Debug, Deserialize)]
struct Library {
    version: String,
    /// The date of this version.
    released: Option<String>,
    /// The `doc` of its Avro schemas.
    doc: Option<String>,
    events: Vec<Signal>,
    /// The data classes by domain and name.
    classes: BTreeMap<String, Class>,
}

#[derive(Debug, Deserialize)]
struct Signal {
    name: String,
    #[serde(rename = "type")]
    event_type: String,
    minor_version: u32,
    domain: String,
    file: String,
    line: u32,
    /// The date of the first version whose changes name it.
    added: Option<String>,
    description: Option<String>,
    key: Option<String>,
    warning: Option<String>,
    repositories: Vec<String>,
    local_only: bool,
    data: Vec<Attribute>,
}

#[derive(Debug, Deserialize)]
struct Class {
    file: String,
    line: u32,
    description: String,
    fields: Vec<Attribute>,
}

#[derive(Debug, Deserialize)]
struct Attribute {
    name: String,
    #[serde(rename = "type")]
    ty: Json,
    description: Option<String>,
    /// `None` if it is required.
    #[serde(default, deserialize_with = "present")]
    default: Option<Json>,
}

/// A value that is there, also if it is null.
fn present<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(value).map(Some)
}

/// Reads what the script prints: a unit for each event.
pub(super) fn read(documents: &Documents, settings: &Settings, found: &mut Gathered) {
    for Document { file, schema } in &documents.all {
        let library = serde_json::to_value(schema).and_then(serde_json::from_value::<Library>);
        let library = match library {
            Ok(library) => library,
            Err(error) => {
                let message = format!("this is not what the script prints: {error}");
                found.fault(file, String::new(), message);
                continue;
            }
        };
        for signal in &library.events {
            let mut notes = Notes::new(&place(&signal.file, signal.line));
            let unit = library.unit(signal, settings, &mut notes);
            found.add(Ok(unit), notes);
        }
        found.about = library.about();
    }
}

impl Library {
    /// What it says of all events. Its records are in the order of its files.
    fn about(&self) -> About {
        let mut classes: Vec<(&String, &Class)> = self.classes.iter().collect();
        classes.sort_by_key(|(_, class)| (&class.file, class.line));
        let names = classes.iter().filter_map(|(name, _)| name.split_once('.')).enumerate();
        let place = |(place, (domain, name)): (usize, (&str, &str))| {
            ((domain.to_owned(), name.to_owned()), place)
        };
        About {
            version: Some(self.version.clone()).filter(|version| sources::is_version(version)),
            records: names.map(place).collect(),
            open_edx: true,
            doc: self.doc.clone(),
            ..About::default()
        }
    }

    fn unit(&self, signal: &Signal, settings: &Settings, notes: &mut Notes) -> Unit {
        let file = notes.file.clone();
        let unit = Unit { file: file.clone(), ..Unit::default() };
        let mut reader = Reader { library: self, unit, notes, classes: BTreeMap::new() };
        let data = signal.data.iter().map(|key| reader.field(key, &signal.domain)).collect();
        let added = signal.added.clone().or_else(|| {
            let made = self.released.as_ref().unwrap_or(&settings.added);
            let found = "the changes of no version name this event".to_owned();
            reader.notes.note("added", "", found, format!("added: {made}"));
            self.released.clone()
        });
        let reason = || "The library does not send it on the event bus.".to_owned();
        reader.unit.event = Event {
            event_type: signal.event_type.clone(),
            name: signal.name.clone(),
            domain: signal.domain.clone(),
            added: added.unwrap_or_default(),
            description: worded(signal.description.as_deref()),
            key: signal.key.clone(),
            repositories: signal.repositories.clone(),
            warning: worded(signal.warning.as_deref()),
            local_only: signal.local_only.then(reason),
            minor_version: signal.minor_version,
            data,
            file,
            ..Event::default()
        };
        reader.unit
    }
}

fn place(file: &str, line: u32) -> String {
    format!("{file}:{line}")
}

fn worded(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The state of reading one event.
struct Reader<'a, 'n> {
    library: &'a Library,
    unit: Unit,
    notes: &'n mut Notes,
    /// The records of the classes so far.
    classes: BTreeMap<String, usize>,
}

impl Reader<'_, '_> {
    /// A field of `owner`. Only a default of None makes it nullable.
    fn field(&mut self, attribute: &Attribute, owner: &str) -> Field {
        let pointer = format!("/{owner}/{}", attribute.name);
        let ty = self.ty(&attribute.ty, &pointer);
        let (ty, default) = match &attribute.default {
            Some(Json::Null) => (ty.nullable(), None),
            default => (ty, default.clone()),
        };
        Field {
            required: (ty.is_nullable() && attribute.default.is_none()).then_some(true),
            description: worded(attribute.description.as_deref()),
            default,
            ..Field::new(attribute.name.clone(), ty, &pointer)
        }
    }

    fn ty(&mut self, declared: &Json, pointer: &str) -> Ty {
        if let Some(primitive) = declared.as_str().and_then(Primitive::from_name) {
            return Ty::Primitive(primitive);
        }
        let object = declared.as_object().and_then(|object| object.0.first());
        match object.map(|(kind, inner)| (kind.as_str(), inner)) {
            Some(("list", inner)) => self.ty(inner, pointer).list(),
            Some(("map", inner)) => self.ty(inner, pointer).map(),
            Some(("nullable", inner)) => self.ty(inner, pointer).nullable(),
            Some(("class", Json::String(class))) => self.record(class),
            Some(("key", Json::String(key))) => self.key(key),
            Some((_, other)) => self.unknown(&other.compact(), pointer),
            None => self.unknown("any value", pointer),
        }
    }

    fn unknown(&mut self, found: &str, pointer: &str) -> Ty {
        self.notes.loss("type", pointer, format!("the type {found}"), "`json`");
        JSON
    }

    /// A key of a course or of a part of one, which is a string on the wire.
    fn key(&mut self, class: &str) -> Ty {
        let name = class.to_snake_case();
        if let Some(id) = self.unit.scalars.iter().position(|scalar| scalar.name == name) {
            return Ty::Scalar(id);
        }
        self.unit.scalars.push(Scalar {
            name,
            short: None,
            base: Primitive::String,
            limits: Limits::default(),
            example: None,
            properties: Vec::new(),
            description: None,
            file: self.notes.file.clone(),
            pointer: String::new(),
        });
        Ty::Scalar(self.unit.scalars.len() - 1)
    }

    fn record(&mut self, name: &str) -> Ty {
        if let Some(id) = self.classes.get(name) {
            return Ty::Record(*id);
        }
        let id = self.unit.records.len();
        self.classes.insert(name.to_owned(), id);
        self.unit.records.push(Record::default());
        let library = self.library;
        let Some(class) = library.classes.get(name) else { return Ty::Record(id) };
        let (domain, bare) = name.split_once('.').unwrap_or(("events", name));
        let fields = class.fields.iter().map(|field| self.field(field, bare)).collect();
        self.unit.records[id] = Record {
            name: bare.to_owned(),
            domain: Some(domain.to_owned()),
            description: worded(Some(&class.description)),
            fields,
            file: place(&class.file, class.line),
            ..Record::default()
        };
        Ty::Record(id)
    }
}
