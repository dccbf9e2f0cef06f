//! Merges the schemas of an `allOf`, so that each value has one schema.
//!
//! What cannot be merged stays in `allOf`, and is reported when it is read.

use std::collections::{BTreeMap, BTreeSet};

use annals_codegen::json::{Json, Object, step};

use super::super::documents::{Document, Documents};

/// The documents with each `allOf` merged.
pub(in crate::import) fn fold(documents: &Documents) -> Documents {
    let mut folder = Folder { documents, known: BTreeMap::new(), open: BTreeSet::new() };
    let fold = |(index, document): (usize, &Document)| Document {
        file: document.file.clone(),
        schema: folder.value(&document.schema, index, ""),
    };
    documents.with(documents.all.iter().enumerate().map(fold).collect())
}

/// At most this many references are followed in a row, so that the stack does not overflow.
const DEEPEST: usize = 64;

/// A document and a pointer into it.
type Place = (usize, String);

struct Folder<'d> {
    documents: &'d Documents,
    /// The merged targets of references.
    known: BTreeMap<Place, Json>,
    /// The targets that are being merged.
    open: BTreeSet<Place>,
}

impl Folder<'_> {
    fn value(&mut self, value: &Json, document: usize, pointer: &str) -> Json {
        match value {
            Json::Object(object) => Json::Object(self.object(object, document, pointer)),
            Json::Array(items) => {
                let items = items.iter().enumerate();
                Json::Array(
                    items
                        .map(|(index, item)| self.value(item, document, &step(pointer, index)))
                        .collect(),
                )
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value.clone(),
        }
    }

    fn object(&mut self, object: &Object, document: usize, pointer: &str) -> Object {
        let fold = |(key, value): &(String, Json)| {
            (key.clone(), self.value(value, document, &step(pointer, key)))
        };
        let mut own = Object(object.0.iter().map(fold).collect());
        if own.get("$ref").is_some() {
            // What our own schemas say of a scalar in a format.
            return own;
        }
        let Some(at) = own.0.iter().position(|(key, _)| key == "allOf") else { return own };
        let Json::Array(parts) = own.0.remove(at).1 else { return own };
        let mut merged = Object::default();
        let mut rest = Vec::new();
        let is_only = parts.len() == 1;
        for part in parts {
            match self.part(&part, document, is_only).filter(|part| merge(&mut merged, part)) {
                Some(_) => {}
                None => rest.push(part),
            }
        }
        if !merge(&mut merged, &own) {
            own.0.push(("allOf".to_owned(), Json::Array(vec![Json::Object(merged)])));
            return own;
        }
        if !rest.is_empty() {
            merged.0.push(("allOf".to_owned(), Json::Array(rest)));
        }
        merged
    }

    /// A part of an `allOf`, or what it refers to; a reference stays one if it is the `only` part.
    fn part(&mut self, part: &Json, document: usize, only: bool) -> Option<Object> {
        let object = part.as_object()?;
        let Some(reference) = object.get("$ref").and_then(Json::as_str) else {
            return Some(object.clone());
        };
        if only {
            return Some(object.clone());
        }
        let target = self.documents.find(document, reference)?;
        let mut merged = self.target(target)?.as_object()?.clone();
        let own = object.0.iter().filter(|(key, _)| key != "$ref").cloned();
        merge(&mut merged, &Object(own.collect())).then_some(merged)
    }

    fn target(&mut self, place: Place) -> Option<Json> {
        if let Some(known) = self.known.get(&place) {
            return Some(known.clone());
        }
        if self.open.len() == DEEPEST || !self.open.insert(place.clone()) {
            return None;
        }
        let schema = self.documents.all[place.0].schema.at(&place.1)?;
        let merged = self.value(schema, place.0, &place.1);
        self.open.remove(&place);
        // In another file its references would lead elsewhere.
        self.known.insert(place, merged.clone());
        Some(merged)
    }
}

/// Adds what `more` says to `object`, whose words it replaces. False if one schema cannot say both.
fn merge(object: &mut Object, more: &Object) -> bool {
    let mut merged = object.clone();
    for (key, value) in &more.0 {
        let Some((_, known)) = merged.0.iter_mut().find(|(name, _)| name == key) else {
            merged.0.push((key.clone(), value.clone()));
            continue;
        };
        if known == value {
            continue;
        }
        let Some(both) = both(key, known, value) else { return false };
        *known = both;
    }
    *object = merged;
    true
}

/// What two values of a keyword mean together.
fn both(key: &str, one: &Json, other: &Json) -> Option<Json> {
    match (key, one, other) {
        (
            "description" | "title" | "default" | "examples" | "example" | "$comment" | "$id"
            | "id" | "deprecated",
            _,
            other,
        ) => Some(other.clone()),
        ("properties" | "$defs" | "definitions", Json::Object(one), Json::Object(other)) => {
            let mut all = one.clone();
            let mut places: BTreeMap<String, usize> = BTreeMap::new();
            places.extend(all.0.iter().enumerate().map(|(index, (name, _))| (name.clone(), index)));
            for (name, schema) in &other.0 {
                match places.get(name) {
                    Some(at) => {
                        let known = &mut all.0[*at].1;
                        *known = together(known, schema)?;
                    }
                    None => all.0.push((name.clone(), schema.clone())),
                }
            }
            Some(Json::Object(all))
        }
        ("required", Json::Array(one), Json::Array(other)) => {
            let mut all = one.clone();
            let known: BTreeSet<String> = one.iter().map(Json::compact).collect();
            all.extend(other.iter().filter(|name| !known.contains(&name.compact())).cloned());
            Some(Json::Array(all))
        }
        ("type", one, other) => {
            let words = |json: &Json| match json {
                Json::Array(words) => words.clone(),
                word => vec![word.clone()],
            };
            let other = words(other);
            let shared: Vec<Json> =
                words(one).into_iter().filter(|word| other.contains(word)).collect();
            match shared.as_slice() {
                [] => None,
                [only] => Some(only.clone()),
                _ => Some(Json::Array(shared)),
            }
        }
        ("enum", Json::Array(one), Json::Array(other)) => {
            Some(Json::Array(one.iter().filter(|value| other.contains(value)).cloned().collect()))
        }
        ("additionalProperties" | "unevaluatedProperties", one, other) => match (one, other) {
            (Json::Bool(true), other) => Some(other.clone()),
            (one, Json::Bool(true)) => Some(one.clone()),
            (Json::Bool(false), _) | (_, Json::Bool(false)) => Some(Json::Bool(false)),
            (one, other) => together(one, other),
        },
        ("items", one, other) => together(one, other),
        ("minimum" | "minLength" | "minItems" | "minProperties", one, other) => {
            bound(one, other, |one, other| one < other)
        }
        ("maximum" | "maxLength" | "maxItems" | "maxProperties", one, other) => {
            bound(one, other, |one, other| one > other)
        }
        _ => None,
    }
}

/// Both schemas in one, if that is possible.
fn together(one: &Json, other: &Json) -> Option<Json> {
    match (one, other) {
        (one, other) if one == other => Some(one.clone()),
        (Json::Bool(true), schema) | (schema, Json::Bool(true)) => Some(schema.clone()),
        (Json::Object(one), Json::Object(other)) => {
            let mut merged = one.clone();
            merge(&mut merged, other).then_some(Json::Object(merged))
        }
        _ => None,
    }
}

/// The second number if the first one is `weaker`.
fn bound(one: &Json, other: &Json, weaker: fn(f64, f64) -> bool) -> Option<Json> {
    let (Json::Number(a), Json::Number(b)) = (one, other) else { return None };
    Some(if weaker(a.as_f64()?, b.as_f64()?) { other.clone() } else { one.clone() })
}
