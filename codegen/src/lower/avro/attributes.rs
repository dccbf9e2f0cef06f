//! Attributes of a schema that are custom properties.

use annals_catalog::model::{Deprecation, Properties, Property, Value};
use annals_catalog::names;

use crate::render::json::{AsJson, Custom};

/// The deprecation of a record or field: its note, or true.
pub(super) fn deprecated(deprecation: &Deprecation) -> AsJson<Value> {
    AsJson(match deprecation.note.as_str() {
        "" => Value::Bool(true),
        note => Value::String(note.to_owned()),
    })
}

/// All custom properties but those that Avro refuses: it has a meaning for two keys.
pub(super) fn attributes(properties: &Properties) -> Custom {
    let is_name = |name: &Value| match name {
        Value::String(name) => name.split('.').all(names::is_avro_name),
        _ => false,
    };
    let is_valid = |property: &&Property| match (property.on_wire(), &property.value) {
        ("aliases", Value::List(names)) => names.iter().all(is_name),
        ("order", Value::String(order)) => {
            ["ascending", "descending", "ignore"].contains(&order.as_str())
        }
        ("aliases" | "order", _) => false,
        _ => true,
    };
    Custom::in_schemas(properties.iter().filter(is_valid))
}
