//! Custom properties: keys of schemas that begin with `x-`.

use std::collections::BTreeMap;

use annals_catalog::names::{is_property, is_schema_keyword};
use annals_codegen::json::Json;
use heck::ToKebabCase as _;

use super::draft::{Catalog, Declared, Event, Properties};
use super::names::Taken;

/// True if a key of a schema can be a custom property.
pub(super) fn is_allowed(key: &str) -> bool {
    let is_escaped = |letter: char| letter.is_control() || matches!(letter, '"' | '\\');
    !is_schema_keyword(key) && !key.contains(is_escaped) && is_property(&name(key))
}

/// `javaType` becomes `x-java-type`.
fn name(key: &str) -> String {
    let words = key.strip_prefix("x-").unwrap_or(key);
    let words = words.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-").to_kebab_case();
    format!("x-{words}")
}

/// The keys of a source that are custom properties without being keys of schemas.
pub(super) fn own(properties: Properties) -> Properties {
    properties.into_iter().map(|(key, value)| (name(&key), value)).collect()
}

/// Gives the custom properties of all items names of the catalog, and declares them.
pub(super) fn settle(catalog: &mut Catalog) {
    catalog.properties = declared(catalog);
    share(catalog);
    let names = catalog.properties.iter().map(|item| (item.wire.clone(), item.name.clone()));
    let names: BTreeMap<String, String> = names.collect();
    let rename = |properties: &mut Properties| {
        for (key, _) in properties {
            if let Some(name) = names.get(key) {
                key.clone_from(name);
            }
        }
    };
    catalog.scalars.iter_mut().for_each(|item| rename(&mut item.properties));
    for item in &mut catalog.enums {
        rename(&mut item.properties);
        item.values.iter_mut().for_each(|value| rename(&mut value.properties));
    }
    catalog.variants.iter_mut().for_each(|item| rename(&mut item.properties));
    for item in &mut catalog.records {
        rename(&mut item.properties);
        item.fields.iter_mut().for_each(|field| rename(&mut field.properties));
    }
    for item in &mut catalog.events {
        rename(&mut item.properties);
        item.data.iter_mut().for_each(|field| rename(&mut field.properties));
    }
}

/// Declares what all events say alike once for all of them.
fn share(catalog: &mut Catalog) {
    let events = &mut catalog.events;
    for declared in &mut catalog.properties {
        let is_of_events = declared.known.is_some_and(|known| known.on == ["event"]);
        let value = |event: &Event| {
            let mut own = event.properties.iter();
            own.find(|(key, _)| *key == declared.wire).map(|(_, value)| value.clone())
        };
        let first = events.first().filter(|_| is_of_events && events.len() > 1).and_then(value);
        if first.is_some() && events.iter().all(|event| value(event) == first) {
            for event in events.iter_mut() {
                event.properties.retain(|(key, _)| *key != declared.wire);
            }
            declared.default = first;
        }
    }
}

/// All custom properties, in the order in which they are met.
fn declared(catalog: &Catalog) -> Vec<Declared> {
    let fields = catalog.records.iter().flat_map(|record| &record.fields);
    let fields = fields.chain(catalog.events.iter().flat_map(|event| &event.data));
    let values = catalog.enums.iter().flat_map(|item| &item.values);
    let all = (catalog.scalars.iter())
        .flat_map(|item| &item.properties)
        .chain(catalog.enums.iter().flat_map(|item| &item.properties))
        .chain(values.flat_map(|value| &value.properties))
        .chain(catalog.variants.iter().flat_map(|item| &item.properties))
        .chain(catalog.records.iter().flat_map(|item| &item.properties))
        .chain(catalog.events.iter().flat_map(|item| &item.properties))
        .chain(fields.flat_map(|field| &field.properties));
    let mut names: Vec<&String> = Vec::new();
    let mut values: BTreeMap<&String, Vec<&Json>> = BTreeMap::new();
    for (name, value) in all {
        let values = values.entry(name).or_insert_with(|| {
            names.push(name);
            Vec::new()
        });
        values.push(value);
    }
    let mut taken = Taken::default();
    // Those that keep their names come before those that get another one.
    for wire in names.iter().filter(|wire| name(wire) == ***wire) {
        taken.insert(wire);
    }
    let declare = |wire: &String| {
        let own = name(wire);
        let name = if own == *wire { own } else { taken.numbered(own, "-") };
        let known = catalog.about.properties.iter().find(|known| known.name == name);
        let ty = known.map_or_else(|| type_of(&values[wire]), |known| known.ty.to_owned());
        Declared { name, wire: wire.clone(), ty, known, default: None }
    };
    names.into_iter().map(declare).collect()
}

/// The type of all values.
fn type_of(values: &[&Json]) -> String {
    let some: Vec<&Json> = values.iter().copied().filter(|value| **value != Json::Null).collect();
    let all = |is: fn(&Json) -> bool| !some.is_empty() && some.iter().all(|value| is(value));
    let is_long = |value: &Json| value.compact().parse::<i64>().is_ok();
    let ty = if all(|value| matches!(value, Json::Bool(_))) {
        "boolean"
    } else if all(|value| matches!(value, Json::String(_))) {
        "string"
    } else if all(|value| matches!(value, Json::Number(_))) {
        if some.iter().all(|value| is_long(value)) { "long" } else { "double" }
    } else {
        "json"
    };
    let null = if some.len() < values.len() { "?" } else { "" };
    format!("{ty}{null}")
}
