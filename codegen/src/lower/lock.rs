//! Lowers a model to the contract that the derives demand: the content of `catalog.lock`.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{self, Limits, Model, Number, Replacement, Value};
use annals_catalog::names;
use annals_contract as contract;
use annals_contract::{Artifact, ArtifactKind, Digest, Line, Lock};

use rayon::prelude::*;

use super::example::Samples;
use super::rust::types::{catalog_type, field_type};
use crate::file_set::{File, FileSet};

/// The lock's path in the output folder.
pub(crate) const FILE: &str = "catalog.lock";

/// A file of the catalog as the lock records it.
#[derive(Debug, Clone)]
pub struct SourceDigest {
    /// Path relative to the output folder, `/`-separated.
    pub path: String,
    /// Digest of the file's bytes on disk.
    pub digest: Digest,
}

/// Lowers the model and the digests of everything generated from it.
pub(crate) fn lower(
    model: &Model,
    samples: &Samples,
    files: &FileSet,
    sources: &[SourceDigest],
) -> Lock {
    let records = model.records.par_iter().zip(&samples.records);
    let records: Vec<_> =
        records.map(|(item, sample)| record(model, item, sample.as_ref(), files)).collect();
    let events = model.events.par_iter().zip(&samples.events);
    let events: Vec<_> =
        events.map(|(item, sample)| event(model, item, sample.as_ref(), files)).collect();
    let of_records = records.iter().flat_map(|(_, record)| &record.artifacts);
    let of_events = events.iter().flat_map(|(_, event)| &event.artifacts);
    let used = of_records.chain(of_events).map(|artifact| artifact.path.as_str()).collect();
    let rest = rest(files, &used);
    let [major, minor, patch] = model.version;
    Lock {
        catalog: contract::Catalog {
            name: model.name.clone(),
            version: format!("{major}.{minor}.{patch}"),
        },
        sources: sources.iter().map(source).collect(),
        scalars: model.scalars.iter().map(|item| scalar(model, item)).collect(),
        enums: model.enums.iter().map(enumeration).collect(),
        records: records.into_iter().collect(),
        events: events.into_iter().collect(),
        files: rest,
    }
}

/// Prints a lock as [`Lock::to_text`] does, on all cores.
pub(crate) fn text(lock: &Lock) -> String {
    let records: Vec<String> =
        lock.records.par_iter().map(|(name, record)| record.to_text(name)).collect();
    let events: Vec<String> =
        lock.events.par_iter().map(|(event_type, event)| event.to_text(event_type)).collect();
    let mut text = lock.head_text();
    text.extend(records);
    text.extend(events);
    text.push_str(&lock.files_text());
    text
}

/// The artifact at a path; an event that never goes on a bus has no Avro schema, for example.
fn artifact(files: &FileSet, kind: ArtifactKind, path: String) -> Option<Artifact> {
    let digest = files.digest(&path)?;
    Some(Artifact { kind, path, digest, line: Line::default() })
}

/// The files that belong to no event or record alone.
fn rest(files: &FileSet, used: &BTreeSet<&str>) -> BTreeMap<String, contract::File> {
    let rest = files.files().iter().filter(|file| !used.contains(file.path.as_str()));
    let entry = |file: &File| {
        (file.path.clone(), contract::File { digest: file.digest(), line: Line::default() })
    };
    rest.map(entry).collect()
}

fn source(source: &SourceDigest) -> contract::Source {
    contract::Source { path: source.path.clone(), digest: source.digest, line: Line::default() }
}

fn scalar(model: &Model, scalar: &model::Scalar) -> (String, contract::Scalar) {
    let lowered = contract::Scalar {
        path: format!("types::{}", names::scalar_type(&scalar.name)),
        base: catalog_type(model, &scalar.base),
        limits: limits(&scalar.limits),
        line: Line::default(),
    };
    (scalar.name.clone(), lowered)
}

fn enumeration(enumeration: &model::Enum) -> (String, contract::Enum) {
    let values = enumeration.values.iter().map(|value| contract::EnumValue {
        value: value.value.clone(),
        variant: names::enum_variant(&value.value),
        deprecated: value.deprecated.is_some(),
        line: Line::default(),
    });
    let lowered = contract::Enum {
        path: format!("types::{}", names::enum_type(&enumeration.name)),
        values: values.collect(),
        line: Line::default(),
    };
    (enumeration.name.clone(), lowered)
}

fn record(
    model: &Model,
    record: &model::Record,
    sample: Option<&Value>,
    files: &FileSet,
) -> (String, contract::Record) {
    let domain = &model[record.domain].name;
    let page = artifact(files, ArtifactKind::Page, names::record_page(domain, &record.name));
    let lowered = contract::Record {
        path: format!("{}::{}", names::module(domain), names::record_struct(&record.name)),
        deprecated: record.deprecated.is_some(),
        example: sample.map(json),
        artifacts: page.into_iter().collect(),
        fields: fields(model, &record.fields),
        line: Line::default(),
    };
    (names::qualified(domain, &record.name), lowered)
}

fn event(
    model: &Model,
    event: &model::Event,
    sample: Option<&Value>,
    files: &FileSet,
) -> (String, contract::Event) {
    let domain = &model[event.domain].name;
    let artifacts = [
        (ArtifactKind::Avro, names::avro_file(&event.event_type)),
        (ArtifactKind::Json, names::json_schema_file(&event.event_type)),
        (ArtifactKind::Page, names::event_page(domain, &event.name)),
    ];
    let lowered = contract::Event {
        path: format!("{}::{}", names::module(domain), names::event_struct(&event.name)),
        name: event.name.clone(),
        domain: domain.clone(),
        added: event.added.to_string(),
        minor_version: event.minor_version,
        key: event.key.as_ref().map(|key| key.path.clone()),
        pii: event.pii,
        local_only: event.local_only.is_some(),
        deprecated: event.deprecated.as_ref().map(|item| deprecation(model, item)),
        example: sample.map(json),
        artifacts: artifacts
            .into_iter()
            .filter_map(|(kind, path)| artifact(files, kind, path))
            .collect(),
        fields: fields(model, &event.data),
        line: Line::default(),
    };
    (event.event_type.clone(), lowered)
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
        ty: catalog_type(model, &field.ty),
        rust: field_type(model, field),
        pii: field.pii,
        boxed: field.boxed,
        deprecated: field.deprecated.is_some(),
        default: field.default.as_ref().map(json),
        limits: limits(&field.limits),
        line: Line::default(),
    }
}

fn json(value: &Value) -> String {
    crate::render::json::compact(value)
}

fn limits(limits: &Limits) -> contract::Limits {
    contract::Limits {
        min: limits.min.map(number),
        max: limits.max.map(number),
        min_length: limits.min_length,
        max_length: limits.max_length,
        pattern: limits.pattern.clone(),
    }
}

fn number(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Float(value) => json(&Value::Float(value)),
    }
}
