//! Custom properties: keys of schemas that begin with `x-`.

use std::collections::BTreeMap;

use annals_catalog::names::{is_property, is_reserved_property};
use annals_codegen::json::Json;

use super::draft::Catalog;

/// True if the catalog allows a custom property of this name.
pub(super) fn is_allowed(key: &str) -> bool {
    is_property(key) && !is_reserved_property(key)
}

/// The names of all custom properties, in the order in which they are met, with the narrowest type for their values.
pub(super) fn declared(catalog: &Catalog) -> Vec<(String, String)> {
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
    names.into_iter().map(|name| (name.clone(), type_of(&values[name]))).collect()
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
