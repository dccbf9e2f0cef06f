//! Finds the events whose schemas are the same, so that nothing of what the source can say differs.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::Model;
use annals_catalog::names;
use annals_codegen::json::{Json, Object};
use annals_codegen::{FileSet, Options, Run, Target};

use super::sides::Sides;
use super::view::View;

/// The types of the events of both that have the same schema, apart from descriptions and from what types are called
/// in the catalog.
pub(super) fn same(sides: &Sides<'_>) -> BTreeSet<String> {
    let (target, path): (&str, fn(&str) -> String) = match sides.view {
        View::Avro => ("avro", names::avro_file),
        View::JsonSchema => ("json-schema", names::json_schema_file),
        View::OpenEdx | View::Catalog => return BTreeSet::new(),
    };
    let catalog = generated(sides.catalog, target);
    let mut source = sides.source.clone();
    source.avro = sides.catalog.avro.clone();
    source.json = sides.catalog.json;
    let source = generated(&source, target);
    let types = sides.source.events.iter().map(|event| &event.event_type);
    let is_same = |event_type: &&String| {
        let schema = |files: &BTreeMap<String, Json>| files.get(&path(event_type)).cloned();
        match (schema(&source), schema(&catalog)) {
            (Some(source), Some(catalog)) => {
                Schemas { source: &source, catalog: &catalog, seen: BTreeSet::new() }
                    .are_equal(&source, &catalog)
            }
            (_, None) | (None, _) => false,
        }
    };
    types.filter(is_same).cloned().collect()
}

fn generated(model: &Model, target: &str) -> BTreeMap<String, Json> {
    let targets = Target::ALL.into_iter().filter(|item| item.name == target).collect();
    let options = Options { targets, sources: Vec::new() };
    let files: FileSet = annals_codegen::generate(model, &options, &mut Run::default());
    let read =
        |(path, bytes): (&str, &[u8])| Some((path.to_owned(), serde_json::from_slice(bytes).ok()?));
    files.iter().filter_map(read).collect()
}

/// The schemas of one event.
struct Schemas<'s> {
    source: &'s Json,
    catalog: &'s Json,
    /// The definitions that are compared already.
    seen: BTreeSet<(String, String)>,
}

impl Schemas<'_> {
    fn are_equal(&mut self, source: &Json, catalog: &Json) -> bool {
        match (source, catalog) {
            (Json::Object(source), Json::Object(catalog)) => self.are_objects(source, catalog),
            (Json::Array(source), Json::Array(catalog)) => {
                source.len() == catalog.len()
                    && source.iter().zip(catalog).all(|(one, other)| self.are_equal(one, other))
            }
            (source, catalog) => source == catalog,
        }
    }

    fn are_objects(&mut self, source: &Object, catalog: &Object) -> bool {
        let (theirs, ours) = (reference(source), reference(catalog));
        if let (Some(theirs), Some(ours)) = (theirs, ours) {
            if !self.seen.insert((theirs.to_owned(), ours.to_owned())) {
                return true;
            }
            let (whole, other) = (self.source.at(theirs).cloned(), self.catalog.at(ours).cloned());
            return match (whole, other) {
                (Some(source), Some(catalog)) => self.are_equal(&source, &catalog),
                (_, None) | (None, _) => false,
            };
        }
        // A scalar may have a definition on one side only.
        if let Some(Json::Object(whole)) = theirs.and_then(|place| self.source.at(place)).cloned() {
            return self.are_objects(&whole, catalog);
        }
        if let Some(Json::Object(whole)) = ours.and_then(|place| self.catalog.at(place)).cloned() {
            return self.are_objects(source, &whole);
        }
        let said = |object: &Object| -> BTreeMap<String, Json> {
            object.0.iter().filter(|(key, value)| !is_silent(key, value)).cloned().collect()
        };
        let (source, catalog) = (said(source), said(catalog));
        source.keys().eq(catalog.keys())
            && source.iter().all(|(key, value)| self.are_equal(value, &catalog[key]))
    }
}

/// The place of the definition that a schema is.
fn reference(object: &Object) -> Option<&str> {
    let only = object.0.iter().all(|(key, value)| key == "$ref" || is_silent(key, value));
    let place = object.get("$ref").and_then(Json::as_str).and_then(|place| place.strip_prefix('#'));
    place.filter(|_| only)
}

/// True for a key that says nothing about values. A property of that name has a schema, which is an object.
fn is_silent(key: &str, value: &Json) -> bool {
    match value {
        Json::Object(_) => matches!(key, "x-annals" | "$defs"),
        _ => matches!(
            key,
            "$comment"
                | "$id"
                | "description"
                | "doc"
                | "title"
                | "examples"
                | "x-pii"
                | "deprecated"
        ),
    }
}
