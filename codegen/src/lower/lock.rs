//! Lowers a model to `catalog.lock`, the contract that the derives check.

mod listing;
mod printed;

use std::borrow::Cow;
use std::collections::BTreeMap;

use annals_catalog::model::{
    self, AvroProfile, Date, EventId, Model, Primitive, RecordId, Replacement, TYPES, Value,
};
use annals_catalog::names;
use annals_catalog::sort;
use annals_contract as contract;
use annals_contract::{Digest, Line, Lock};

use super::avro;
use super::example::Samples;
use super::rust::types::{case_type, field_type};
use super::{event_ids, record_ids};
use crate::file_set::{File, FileSet};
use crate::parallel;
use listing::{Files, Listing};

/// The lock's path in the output folder.
pub(crate) const FILE: &str = "catalog.lock";

/// A file of the catalog, as the lock records it.
#[derive(Debug, Clone)]
pub struct SourceDigest {
    /// Path relative to the output folder, `/`-separated.
    pub path: String,
    /// Digest of the file's bytes on disk.
    pub digest: Digest,
}

/// What the entries of a lock are made of.
pub(crate) struct Entries<'a> {
    pub(crate) model: &'a Model,
    pub(crate) samples: &'a Samples,
    /// Everything generated from the model.
    pub(crate) files: &'a FileSet,
    /// The text of the last lock, or nothing.
    pub(crate) last: &'a str,
}

/// What all events of a catalog promise: the lock without generated files and examples, and with the dates that a history
/// tells.
#[must_use]
pub fn contract(model: &Model) -> Lock {
    let record = |id: &RecordId| {
        let source = &model[*id];
        let mut record = record(model, *id);
        record.dates = dates(source.added, source.deprecated.as_ref());
        date_fields(&mut record.fields, &source.fields);
        (qualified(model, *id), record)
    };
    let event = |id: &EventId| {
        let mut event = event(model, *id);
        date_fields(&mut event.fields, &model[*id].data);
        (model[*id].event_type.clone(), event)
    };
    Lock {
        records: sort::map(parallel::map(&record_ids(model), record)),
        events: sort::map(parallel::map(&event_ids(model), event)),
        ..frame(model, &[], [].into_iter())
    }
}

fn dates(added: Option<Date>, deprecated: Option<&model::Deprecation>) -> contract::Dates {
    contract::Dates {
        added: added.map(|date| date.to_string()),
        since: deprecated.map(|item| item.since.to_string()),
        removal: deprecated.and_then(|item| item.removal).map(|date| date.to_string()),
    }
}

fn date_fields(fields: &mut [contract::Field], of: &[model::Field]) {
    for (field, of) in fields.iter_mut().zip(of) {
        field.dates = dates(of.added, of.deprecated.as_ref());
    }
}

impl Entries<'_> {
    /// The text of the lock, as [`Lock::to_text`] prints it. There is no large tree in between: each
    /// entry is printed as soon as it is lowered, on any core. The entry of an item whose page is a
    /// cache hit is copied from the last lock.
    pub(crate) fn text(&self, sources: &[SourceDigest]) -> String {
        let model = self.model;
        let listing = Listing::of(model, self.files);
        let frame = frame(model, sources, listing.others());
        let mut text = frame.head_text();
        let last = printed::entries_like(self.last, &text);
        let record = |&id: &RecordId| {
            let (name, files) = (qualified(model, id), listing.record(id));
            let text = match last.get(&("record", &name)) {
                Some(text) if files.are_unchanged() => Cow::Borrowed(*text),
                _ => Cow::Owned(self.record(id, &files).to_text(&name)),
            };
            (Cow::Owned(name), text)
        };
        let event = |&id: &EventId| {
            let (name, files) = (model[id].event_type.as_str(), listing.event(id));
            let text = match last.get(&("event", name)) {
                Some(text) if files.are_unchanged() => Cow::Borrowed(*text),
                _ => Cow::Owned(self.event(id, &files).to_text(name)),
            };
            (Cow::Borrowed(name), text)
        };
        let records = parallel::map(&record_ids(model), record);
        let events = parallel::map(&event_ids(model), event);
        let tail = frame.files_text();
        let entries = records.iter().chain(&events);
        text.reserve_exact(entries.map(|(_, text)| text.len()).sum::<usize>() + tail.len());
        for mut entries in [records, events] {
            sort::by(&mut entries, |(a, _), (b, _)| a.cmp(b));
            entries.iter().for_each(|(_, entry)| text.push_str(entry));
        }
        text.push_str(&tail);
        text
    }

    fn record(&self, id: RecordId, files: &Files<'_>) -> contract::Record {
        contract::Record {
            example: self.samples.record(self.model, id).map(json),
            artifacts: files.artifacts(),
            ..record(self.model, id)
        }
    }

    fn event(&self, id: EventId, files: &Files<'_>) -> contract::Event {
        contract::Event {
            example: self.samples.event(self.model, id).map(json),
            artifacts: files.artifacts(),
            ..event(self.model, id)
        }
    }
}

/// A record without example and files.
fn record(model: &Model, id: RecordId) -> contract::Record {
    let record = &model[id];
    let module = names::module(&model[record.domain].name);
    contract::Record {
        path: format!("{module}::{}", names::record_struct(&record.name)),
        avro: other_name(record.in_avro(), &record.name),
        deprecated: record.deprecated.is_some(),
        dates: contract::Dates::default(),
        example: None,
        artifacts: Vec::new(),
        fields: fields(model, &record.fields),
        properties: properties(&record.properties),
        line: Line::default(),
    }
}

/// An event without example and files.
fn event(model: &Model, id: EventId) -> contract::Event {
    let event = &model[id];
    let domain = &model[event.domain].name;
    contract::Event {
        path: format!("{}::{}", names::module(domain), names::event_struct(&event.name)),
        name: event.name.clone(),
        domain: domain.clone(),
        avro: event.avro_name.as_deref().map(|name| names::type_in_avro("", Some(name)).to_owned()),
        added: event.added.to_string(),
        minor_version: event.minor_version,
        key: event.key.as_ref().map(|key| key.path.clone()),
        pii: event.pii,
        local_only: event.local_only.is_some(),
        deprecated: event.deprecated.as_ref().map(|item| deprecation(model, item)),
        example: None,
        artifacts: Vec::new(),
        fields: fields(model, &event.data),
        properties: properties(&event.properties),
        line: Line::default(),
    }
}

/// The lock without its records and events.
fn frame<'a>(
    model: &Model,
    sources: &[SourceDigest],
    files: impl Iterator<Item = &'a File>,
) -> Lock {
    let file = |file: &File| {
        (file.path.clone(), contract::File { digest: file.digest, line: Line::default() })
    };
    let types = model.home(TYPES).is_none();
    Lock {
        release: None,
        catalog: model.header_contract(),
        avro: avro_profile(&model.avro),
        sources: sources.iter().map(source).collect(),
        scalars: sort::map(model.scalars.iter().filter(|_| types).map(scalar)),
        enums: sort::map(model.enums.iter().filter(|_| types).map(|item| enumeration(model, item))),
        variants: variants(model),
        records: BTreeMap::new(),
        events: BTreeMap::new(),
        files: sort::map(files.map(file)),
    }
}

fn qualified(model: &Model, id: RecordId) -> String {
    let record = &model[id];
    names::qualified(&model[record.domain].name, &record.name)
}

fn avro_profile(profile: &AvroProfile) -> contract::Avro {
    contract::Avro {
        record: profile.record.clone(),
        defaults: profile.defaults,
        logical_types: profile.logical_types,
    }
}

fn source(source: &SourceDigest) -> contract::Source {
    contract::Source { path: source.path.clone(), digest: source.digest, line: Line::default() }
}

fn scalar(scalar: &model::Scalar) -> (String, contract::Scalar) {
    let lowered = contract::Scalar {
        path: format!("types::{}", names::scalar_type(&scalar.name)),
        base: scalar.base,
        limits: scalar.limits.to_contract(json),
        properties: properties(&scalar.properties),
        line: Line::default(),
    };
    (scalar.name.clone(), lowered)
}

fn enumeration(model: &Model, enumeration: &model::Enum) -> (String, contract::Enum) {
    let values = enumeration.values.iter().map(|value| contract::EnumValue {
        value: model::wire_text(&value.wire),
        aliases: value.aliases.iter().map(model::wire_text).collect(),
        variant: names::enum_variant(&value.value),
        deprecated: value.deprecated.is_some(),
        line: Line::default(),
    });
    let lowered = contract::Enum {
        path: format!("types::{}", names::enum_type(&enumeration.name)),
        numbers: enumeration.primitive() == Primitive::Long,
        symbols: model.avro.has_symbols(enumeration),
        avro: other_name(enumeration.in_avro(), &enumeration.name),
        unknown: match enumeration.unknown {
            model::Unknown::Kept => contract::Unknown::Kept,
            model::Unknown::Refused => contract::Unknown::Refused,
            model::Unknown::Default(index) => {
                contract::Unknown::Default(names::enum_variant(&enumeration.values[index].value))
            }
        },
        values: values.collect(),
        properties: properties(&enumeration.properties),
        line: Line::default(),
    };
    (enumeration.name.clone(), lowered)
}

/// A name in Avro that is not the one in the catalog.
fn other_name(in_avro: &str, name: &str) -> Option<String> {
    (in_avro != name).then(|| in_avro.to_owned())
}

fn variants(model: &Model) -> BTreeMap<String, contract::Variant> {
    let case = |case: &model::Case| contract::Case {
        tag: case.on_wire().to_owned(),
        ty: model.spelling(&case.ty),
        rust: case_type(model, case),
        variant: names::enum_variant(&case.name),
        boxed: case.boxed,
        line: Line::default(),
    };
    let variant = |variant: &model::Variant| {
        let (tag, content) = variant.tag.keys();
        let domain = &model[variant.domain].name;
        let lowered = contract::Variant {
            path: format!("{}::{}", names::module(domain), names::variant_type(&variant.name)),
            tag: tag.map(str::to_owned),
            content: content.map(str::to_owned),
            open: variant.open,
            properties: properties(&variant.properties),
            cases: variant.cases.iter().map(case).collect(),
            line: Line::default(),
        };
        (names::qualified(domain, &variant.name), lowered)
    };
    sort::map(model.variants.iter().filter(|item| model.is_here(item.domain)).map(variant))
}

fn deprecation(model: &Model, deprecation: &model::Deprecation) -> contract::Deprecation {
    let replacement = deprecation.replacement.as_ref().map(|replacement| match replacement {
        Replacement::Event(id) => model[*id].name.clone(),
        Replacement::Record(id) => model[*id].name.clone(),
        Replacement::Sibling(name) => name.clone(),
    });
    contract::Deprecation {
        since: deprecation.since.to_string(),
        removal: deprecation.removal.map(|date| date.to_string()),
        replacement,
        note: deprecation.note.clone(),
    }
}

fn fields(model: &Model, fields: &[model::Field]) -> Vec<contract::Field> {
    fields.iter().map(|item| field(model, item)).collect()
}

fn field(model: &Model, field: &model::Field) -> contract::Field {
    contract::Field {
        name: field.name.clone(),
        wire: field.wire.clone(),
        ty: model.spelling(&field.ty),
        rust: field_type(model, field),
        pii: field.pii,
        boxed: field.boxed,
        deprecated: field.deprecated.is_some(),
        dates: contract::Dates::default(),
        presence: field.presence.to_contract(json),
        no_avro_default: field.presence != model::Presence::Required
            && !avro::has_default(model, field),
        limits: field.limits.to_contract(json),
        properties: properties(&field.properties),
        line: Line::default(),
    }
}

fn properties(properties: &[model::Property]) -> Vec<(String, String)> {
    properties.iter().map(|property| (property.name.clone(), json(&property.value))).collect()
}

fn json(value: &Value) -> String {
    crate::render::json::compact(value)
}
