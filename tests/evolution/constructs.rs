//! The constructs of the language, and which of them no kind of change is about.

use std::collections::{BTreeMap, BTreeSet};

use annals_tests::folder::Folder;
use annals_tests::workspace::repository;
use serde_yaml::Value;

use super::bindings::Texts;

/// What readers do not depend on, or what is a change of its own: another type is another
/// event, and a profile sets the keys beside it.
const NOT_COMPARED: [&str; 22] = [
    "allow",
    "added",
    "deprecated",
    "description",
    "doc",
    "docs",
    "definition",
    "event_types",
    "example",
    "key",
    "minor_version",
    "name",
    "namespace",
    "pii",
    "repository",
    "source",
    "title",
    "trigger",
    "version",
    "warning",
    "on",
    "profile",
];

/// A definition by its path, and the name of its kind in the schema of the language.
type Definitions<'v> = BTreeMap<String, (&'static str, &'v Value)>;

/// Keys and types of the language that change in none of these.
pub(crate) fn missing(changes: &[Texts]) -> BTreeSet<String> {
    let mut missing = all();
    for Texts { before, after, .. } in changes {
        let [before, after] = [before, after]
            .map(|text| serde_yaml::from_str::<Value>(text).expect("a catalog is YAML"));
        let (before, after) = (definitions(&before), definitions(&after));
        for (path, (kind, old)) in &before {
            let Some((_, new)) = after.get(path) else { continue };
            for word in changed(old, new) {
                missing.remove(&format!("{kind} {word}"));
            }
        }
    }
    missing
}

/// Everything that the schema of the language lists.
fn all() -> BTreeSet<String> {
    let text = Folder::read_path(&repository().join("docs/catalog.schema.json"));
    let schema: Value = serde_yaml::from_slice(&text).expect("JSON is YAML");
    let definitions = &schema["$defs"];
    let kinds = [
        "avro", "json", "scalar", "enum", "value", "variant", "tag", "case", "record", "field",
        "event",
    ];
    let keys = kinds.iter().flat_map(|kind| {
        let keys = definitions[*kind]["properties"].as_mapping().expect("it has keys").keys();
        let keys = keys.filter_map(Value::as_str).filter(|key| !NOT_COMPARED.contains(key));
        keys.filter(move |key| (*kind, *key) != ("event", "type"))
            .map(move |key| format!("{kind} {key}"))
    });
    let primitives = definitions["primitive"]["enum"].as_sequence().expect("it is a list");
    let primitives = primitives.iter().filter_map(Value::as_str);
    let shapes = ["list<", "map<", "?", "Mode", "Part", "Place", "amount"];
    let types = primitives
        .chain(shapes)
        .flat_map(|ty| [format!("field from {ty}"), format!("field to {ty}")]);
    keys.chain(types).collect()
}

fn definitions(catalog: &Value) -> Definitions<'_> {
    let mut found = Definitions::new();
    for kind in ["avro", "json"] {
        found.insert(kind.to_owned(), (kind, catalog.get(kind).unwrap_or(&Value::Null)));
    }
    let mut add = |path: String, kind: &'static str, value| {
        found.insert(path, (kind, value));
    };
    for (name, scalar) in entries(&catalog["scalars"]) {
        add(format!("scalars.{name}"), "scalar", scalar);
    }
    for (name, item) in entries(&catalog["enums"]) {
        add(format!("enums.{name}"), "enum", item);
        for (value, body) in entries(&item["values"]) {
            add(format!("enums.{name}.{value}"), "value", body);
        }
    }
    for (name, item) in entries(&catalog["variants"]["d"]) {
        add(format!("variants.{name}"), "variant", item);
        add(format!("variants.{name}.tag"), "tag", &item["tag"]);
        for (case, body) in entries(&item["cases"]) {
            add(format!("variants.{name}.{case}"), "case", body);
        }
    }
    for (kind, section, fields) in [("record", "records", "fields"), ("event", "events", "data")] {
        for (name, item) in entries(&catalog[section]["d"]) {
            add(format!("{section}.{name}"), kind, item);
            for (field, body) in entries(&item[fields]) {
                add(format!("{section}.{name}.{field}"), "field", body);
            }
        }
    }
    found
}

fn entries(section: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = section.as_mapping().into_iter().flatten();
    entries.filter_map(|(name, value)| Some((name.as_str()?, value)))
}

/// The keys that differ, and the types of a field before and after.
fn changed(old: &Value, new: &Value) -> Vec<String> {
    let keys = |value: &Value| -> Vec<String> {
        let keys = value.as_mapping().into_iter().flatten().filter_map(|(key, _)| key.as_str());
        keys.map(str::to_owned).collect()
    };
    let mut changed: Vec<String> = keys(old).into_iter().chain(keys(new)).collect();
    changed.retain(|key| old.get(key) != new.get(key));
    let [from, to] = [old, new].map(|value| value.as_str().or_else(|| value.get("type")?.as_str()));
    if from != to {
        changed.push("type".to_owned());
        for (word, ty) in [("from", from), ("to", to)] {
            let ty = ty.unwrap_or_default();
            let parts = ty.split_inclusive('<').flat_map(|part| part.split_inclusive(['>', '?']));
            let parts = parts.flat_map(|part| {
                [part.trim_end_matches(['>', '?']), &part[part.len().saturating_sub(1)..]]
            });
            changed.extend(parts.map(|part| format!("{word} {part}")));
        }
    }
    changed
}
