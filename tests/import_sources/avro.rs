//! Compares Avro schemas: their canonical forms, and what these leave out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::imported::Imported;
use crate::sources::Figure;

pub(crate) fn compare(imported: &Imported) -> Vec<Figure> {
    let types = Types::of(imported.originals.values());
    let mut figures = Vec::new();
    for schema in &imported.schemas {
        let Some(again) = &schema.again else { continue };
        let original = imported.originals[&schema.file].pointer(&schema.pointer).unwrap();
        let (old, new) = (types.whole(original), Types::default().whole(again));
        let mut losses = Vec::new();
        differ(&old, &new, "", &mut losses);
        figures.push(Figure {
            name: format!("{}#{}", schema.file, schema.pointer),
            equal: bare(&old) == bare(&new),
            notes: schema.notes.clone(),
            losses,
        });
    }
    figures
}

/// True for a schema that uses only types that it defines.
pub(crate) fn is_alone(schema: &Value) -> bool {
    let types = Types::of(std::iter::once(schema));
    let whole = match schema {
        Value::Array(all) => all.iter().map(|one| types.whole(one)).collect(),
        one => types.whole(one),
    };
    names(&whole).into_iter().all(|name| PRIMITIVES.contains(&name) || types.0.contains_key(name))
}

const PRIMITIVES: [&str; 8] =
    ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// The names of types in a schema.
fn names(schema: &Value) -> Vec<&str> {
    match schema {
        Value::String(name) => vec![name],
        Value::Array(branches) => branches.iter().flat_map(names).collect(),
        Value::Object(object) if is_named(object) => {
            let fields = object.get("fields").and_then(Value::as_array).into_iter().flatten();
            fields.flat_map(|field| names(&field["type"])).collect()
        }
        Value::Object(object) => ["type", "items", "values"]
            .into_iter()
            .filter_map(|key| object.get(key))
            .flat_map(|part| match part {
                Value::String(kind) if kind == "array" || kind == "map" => Vec::new(),
                part => names(part),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// All named types by their full names.
#[derive(Default)]
pub(crate) struct Types(BTreeMap<String, (Value, String)>);

impl Types {
    pub(crate) fn of<'v>(schemas: impl Iterator<Item = &'v Value>) -> Self {
        let mut types = Self::default();
        schemas.for_each(|schema| types.collect(schema, ""));
        types
    }

    fn collect(&mut self, schema: &Value, namespace: &str) {
        match schema {
            Value::Array(branches) => {
                branches.iter().for_each(|branch| self.collect(branch, namespace))
            }
            Value::Object(object) => {
                let inner = match is_named(object) {
                    true => {
                        let full = full_name(object, namespace);
                        let inner = full.rsplit_once('.').map_or("", |(space, _)| space).to_owned();
                        self.0
                            .entry(full)
                            .or_insert_with(|| (schema.clone(), namespace.to_owned()));
                        inner
                    }
                    false => namespace.to_owned(),
                };
                for key in ["type", "items", "values", "fields"] {
                    object.get(key).into_iter().for_each(|part| self.collect(part, &inner));
                }
            }
            _ => {}
        }
    }

    /// A schema with full names, and with each type written out where it is met first.
    pub(crate) fn whole(&self, schema: &Value) -> Value {
        self.written(schema, "", &mut BTreeSet::new())
    }

    fn written(&self, schema: &Value, namespace: &str, seen: &mut BTreeSet<String>) -> Value {
        match schema {
            Value::String(name) => {
                let full = qualified(name, namespace);
                match self.0.get(&full) {
                    Some((schema, namespace)) if !seen.contains(&full) => {
                        self.written(schema, namespace, seen)
                    }
                    _ if seen.contains(&full) => json!(full),
                    _ => json!(name),
                }
            }
            Value::Array(branches) => {
                branches.iter().map(|branch| self.written(branch, namespace, seen)).collect()
            }
            Value::Object(object) => self.object(object, namespace, seen),
            other => other.clone(),
        }
    }

    fn object(
        &self,
        object: &Map<String, Value>,
        namespace: &str,
        seen: &mut BTreeSet<String>,
    ) -> Value {
        let mut written = object.clone();
        if !is_named(object) {
            for key in ["type", "items", "values"] {
                if let Some(part) = object.get(key) {
                    written.insert(key.to_owned(), self.written(part, namespace, seen));
                }
            }
            return match written.get("type") {
                // `{"type": "string"}` is `"string"`.
                Some(only) if written.len() == 1 => only.clone(),
                _ => written.into(),
            };
        }
        let full = full_name(object, namespace);
        let inner = full.rsplit_once('.').map_or("", |(space, _)| space).to_owned();
        if !seen.insert(full.clone()) {
            return json!(full);
        }
        written.remove("namespace");
        written.insert("name".to_owned(), json!(full));
        if let Some(Value::Array(fields)) = written.get_mut("fields") {
            for field in fields {
                let ty = self.written(&field["type"], &inner, seen);
                field["type"] = ty;
            }
        }
        written.into()
    }
}

fn is_named(object: &Map<String, Value>) -> bool {
    let kind = object.get("type").and_then(Value::as_str);
    kind.is_some_and(|kind| ["record", "error", "enum", "fixed"].contains(&kind))
}

fn full_name(object: &Map<String, Value>, outer: &str) -> String {
    let namespace = object.get("namespace").and_then(Value::as_str).unwrap_or(outer);
    qualified(object["name"].as_str().unwrap(), namespace)
}

fn qualified(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

/// What the canonical form of Avro keeps.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Array(branches) => branches.iter().map(bare).collect(),
        Value::Object(object) => {
            let keys = ["type", "name", "fields", "items", "values", "symbols", "size"];
            let kept = object.iter().filter(|(key, _)| keys.contains(&key.as_str()));
            let kept: Map<String, Value> =
                kept.map(|(key, part)| (key.clone(), bare(part))).collect();
            match kept.get("type") {
                Some(only) if kept.len() == 1 => only.clone(),
                _ => kept.into(),
            }
        }
        other => other.clone(),
    }
}

/// The places in which two schemas differ.
fn differ(old: &Value, new: &Value, place: &str, losses: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let place = format!("{place}/{key}");
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => differ(old, new, &place, losses),
                    (old, new) => {
                        let word =
                            |value: Option<&Value>| value.map_or("nothing".to_owned(), short);
                        losses.push(format!("{place}: {} became {}", word(old), word(new)));
                    }
                }
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differ(old, new, &format!("{place}/{index}"), losses);
            }
        }
        (old, new) if old == new => {}
        (Value::String(old), Value::String(new)) if old.trim() == new.trim() => {}
        (old, new) => losses.push(format!("{place}: {} became {}", short(old), short(new))),
    }
}

pub(crate) fn short(value: &Value) -> String {
    value.to_string().chars().take(80).collect()
}
