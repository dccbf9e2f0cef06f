//! A lowered document in; the text of a JSON file out.

use annals_catalog::model::Value;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Prints a document with two spaces of indentation and a final newline, keys in the document's order.
pub(crate) fn render(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document)
        .expect("lowered documents have text keys and finite numbers only");
    text.push('\n');
    text
}

/// Prints a value on one line without spaces, as `catalog.lock` and doc comments hold it.
pub(crate) fn compact(value: &Value) -> String {
    serde_json::to_string(&Borrowed(value))
        .expect("a model's values have text keys and finite numbers only")
}

/// A value of the model that prints as JSON, maps in their own order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json(pub(crate) Value);

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Borrowed(&self.0).serialize(serializer)
    }
}

/// Spares the recursion a copy of every nested value.
struct Borrowed<'a>(&'a Value);

impl Serialize for Borrowed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::String(value) => serializer.serialize_str(value),
            Value::List(items) => serializer.collect_seq(items.iter().map(Borrowed)),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, &Borrowed(value))?;
                }
                map.end()
            }
        }
    }
}
