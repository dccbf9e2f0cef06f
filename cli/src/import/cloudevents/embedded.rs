//! Makes the references of schemas that are parts of a registry lead into the registry.
//!
//! Such a schema is a document of its own: its `#/definitions/X` is beside its own keys.

use annals_codegen::json::{Json, Object, step};

use super::super::documents::{Document, Documents};

/// The documents with references from their own beginning.
pub(super) fn rebased(documents: &Documents) -> Documents {
    let document = |document: &Document| Document {
        file: document.file.clone(),
        schema: entry(&document.schema, "", 0),
    };
    documents.with(documents.all.iter().map(document).collect())
}

/// At most this many mappings are around a schema of a registry.
const DEEPEST: usize = 8;

/// A part of a registry, in which schemas are below these keys.
fn entry(value: &Json, place: &str, depth: usize) -> Json {
    let Json::Object(object) = value else { return value.clone() };
    let each = |(key, value): &(String, Json)| {
        let place = step(place, key);
        let value = match key.as_str() {
            "schema" | "dataschema" => schema(value, &place),
            _ if depth < DEEPEST => entry(value, &place, depth + 1),
            _ => value.clone(),
        };
        (key.clone(), value)
    };
    Json::Object(Object(object.0.iter().map(each).collect()))
}

/// A schema at a place.
fn schema(value: &Json, place: &str) -> Json {
    match value {
        Json::Object(object) => {
            let each = |(key, value): &(String, Json)| {
                let own = value.as_str().and_then(|text| text.strip_prefix('#'));
                let value = match own.filter(|_| key == "$ref") {
                    Some(own) => Json::String(format!("#{place}{own}")),
                    None => schema(value, place),
                };
                (key.clone(), value)
            };
            Json::Object(Object(object.0.iter().map(each).collect()))
        }
        Json::Array(items) => Json::Array(items.iter().map(|item| schema(item, place)).collect()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value.clone(),
    }
}
