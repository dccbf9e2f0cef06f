//! Reads messages: one that no other one contains as an event, the others as its records.

use std::collections::{BTreeMap, BTreeSet};

use annals_codegen::json::Json;

use super::super::draft::{Deprecation, Event, Hints, JSON, Properties, Record, Ty, Unit};
use super::super::names::{self, Taken};
use super::super::note::Notes;
use super::super::sources::property;
use super::descriptor::{Enum, File, Message};

/// The definitions of all files by their full names.
pub(super) struct Set<'f> {
    files: &'f [File],
    pub(super) messages: BTreeMap<&'f str, &'f Message>,
    pub(super) enums: BTreeMap<&'f str, &'f Enum>,
}

impl<'f> Set<'f> {
    pub(super) fn new(files: &'f [File]) -> Self {
        let messages = files.iter().flat_map(|file| &file.messages);
        let enums = files.iter().flat_map(|file| &file.enums);
        Self {
            files,
            messages: messages.map(|it| (it.name.as_str(), it)).collect(),
            enums: enums.map(|it| (it.name.as_str(), it)).collect(),
        }
    }

    /// The messages that are not those of Protobuf itself.
    pub(super) fn own(&self) -> impl Iterator<Item = &'f Message> {
        let files = self.files.iter().filter(|file| !file.is_google());
        files.flat_map(|file| &file.messages).filter(|message| !message.is_map_entry)
    }

    /// The names of the messages that others contain.
    pub(super) fn inside(&self) -> BTreeSet<&'f str> {
        let mut inside = BTreeSet::new();
        for message in self.messages.values() {
            for field in message.fields.iter().filter(|field| field.of != message.name) {
                inside.insert(field.of.as_str());
            }
        }
        inside
    }

    /// For each package, the fields that extend messages.
    pub(super) fn extensions(&self) -> impl Iterator<Item = (&'f str, String)> {
        let files =
            self.files.iter().filter(|file| !file.is_google() && !file.extensions.is_empty());
        files.map(|file| (file.package.as_str(), file.extensions.join(", ")))
    }
}

/// The state of reading one event.
pub(super) struct Reader<'s, 'f, 'n> {
    pub(super) set: &'s Set<'f>,
    pub(super) unit: Unit,
    pub(super) notes: &'n mut Notes,
    /// The package of the event, which names of types leave out.
    package: &'s str,
    /// The types that were read, by full name.
    pub(super) types: BTreeMap<String, Ty>,
    pub(super) records: Taken,
    pub(super) enums: Taken,
    /// The number of messages around the current one.
    depth: usize,
}

/// At most this many messages are in each other, which is what the catalog allows.
const DEEPEST: usize = 31;

/// Reads an event.
pub(super) fn event(set: &Set<'_>, message: &Message, notes: &mut Notes) -> Unit {
    let file = notes.file.clone();
    let pointer = format!("/{}", message.name);
    let (package, name) = message.name.rsplit_once('.').unwrap_or(("", &message.name));
    let mut reader = Reader {
        set,
        unit: Unit { file: file.clone(), pointer, ..Unit::default() },
        notes,
        package,
        types: BTreeMap::new(),
        records: Taken::default(),
        enums: Taken::default(),
        depth: 0,
    };
    let data = reader.fields(message);
    let deprecated = message.is_deprecated.then(Deprecation::default);
    let (namespace, version) = versioned(package);
    let mut unit = reader.unit;
    unit.event = Event {
        data,
        deprecated,
        description: message.description.clone(),
        properties: vec![property("x-message", message.name.as_str())],
        hints: Hints {
            namespace: Some(namespace.to_owned()).filter(|it| !it.is_empty()),
            name: Some(name.to_owned()),
            version: version.map(str::to_owned),
            id: None,
        },
        file,
        ..Event::default()
    };
    unit
}

/// A package without its version: `shop.v1` is version 1 of `shop`.
fn versioned(package: &str) -> (&str, Option<&str>) {
    let last = package.rsplit_once('.');
    let version = last.and_then(|(namespace, last)| Some((namespace, last.strip_prefix('v')?)));
    let is_version = |version: &str| version.starts_with(|first: char| first.is_ascii_digit());
    match version.filter(|(_, version)| is_version(version)) {
        Some((namespace, version)) => (namespace, Some(version)),
        None => (package, None),
    }
}

impl Reader<'_, '_, '_> {
    /// The type of a message inside another one.
    pub(super) fn record(&mut self, message: &Message) -> Ty {
        if let Some(known) = self.types.get(&message.name) {
            return known.clone();
        }
        if self.depth == DEEPEST {
            let found = format!("{DEEPEST} messages in each other");
            self.notes.loss("depth", &format!("/{}", message.name), found, "`json`");
            return JSON;
        }
        let id = self.unit.records.len();
        self.types.insert(message.name.clone(), Ty::Record(id));
        let name = names::camel(&self.short(&message.name));
        self.unit.records.push(Record {
            name: self.records.numbered(name, ""),
            description: message.description.clone(),
            file: self.notes.file.clone(),
            pointer: format!("/{}", message.name),
            ..Record::default()
        });
        self.depth += 1;
        let fields = self.fields(message);
        self.depth -= 1;
        let deprecated = message.is_deprecated.then(Deprecation::default);
        let record = &mut self.unit.records[id];
        (record.fields, record.deprecated) = (fields, deprecated);
        Ty::Record(id)
    }

    /// A name without the package.
    pub(super) fn short(&self, name: &str) -> String {
        let inside = name.strip_prefix(self.package).and_then(|rest| rest.strip_prefix('.'));
        let home = self.package.rsplit_once('.').map_or(self.package, |(home, _)| home);
        let beside = name.strip_prefix(home).and_then(|rest| rest.strip_prefix('.'));
        let short = inside.or(beside.filter(|_| !home.is_empty()));
        short.unwrap_or_else(|| name.rsplit('.').next().unwrap_or(name)).replace('.', "_")
    }

    /// The property with the number of a field or value.
    pub(super) fn number(number: i64) -> Properties {
        vec![("x-number".to_owned(), Json::Number(number.into()))]
    }
}
