//! Prints JSON.

use std::borrow::Borrow;
use std::fmt::Write as _;

use annals_catalog::format::is_hidden;
use annals_catalog::model::{Properties, Property, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Prints a document with an indentation of two spaces and a final newline; keys keep their order.
pub fn render(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document)
        .expect("lowered documents have text keys and finite numbers only");
    text.push('\n');
    text
}

/// Prints a value on one line without spaces, as in `catalog.lock` and doc comments.
pub fn compact(value: &Value) -> String {
    serde_json::to_string(&AsJson(value))
        .expect("a model's values have text keys and finite numbers only")
}

/// Escapes invisible characters in JSON. Sphinx and rustdoc take a line separator for the end of a
/// line, rustc refuses characters that change the direction of text, and a no-break space looks like
/// a space.
pub fn visible(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    for letter in json.chars() {
        let layout = letter == ' ' || letter == '\n';
        if !layout && is_hidden(letter) {
            let _ = write!(visible, "\\u{:04x}", u32::from(letter));
        } else {
            visible.push(letter);
        }
    }
    visible
}

/// A map that prints its entries in their own order.
#[derive(Debug, Clone)]
pub struct Ordered<K, V>(pub Vec<(K, V)>);

impl<K, V> Default for Ordered<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Custom properties by their names.
pub type Custom = Ordered<String, AsJson<Value>>;

impl From<&Properties> for Custom {
    fn from(properties: &Properties) -> Self {
        let entry = |property: &Property| (property.name.clone(), AsJson(property.value.clone()));
        Self(properties.iter().map(entry).collect())
    }
}

impl Custom {
    /// Custom properties by the keys that they have in schemas.
    pub fn in_schemas<'p>(properties: impl IntoIterator<Item = &'p Property>) -> Self {
        let entry =
            |property: &Property| (property.on_wire().to_owned(), AsJson(property.value.clone()));
        Self(properties.into_iter().map(entry).collect())
    }
}

impl<K: Serialize, V: Serialize> Serialize for Ordered<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A value of the model, or a reference to one, that prints as JSON, maps in their own order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AsJson<V>(pub V);

impl<V: Borrow<Value>> Serialize for AsJson<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.borrow() {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::String(value) => serializer.serialize_str(value),
            Value::List(items) => serializer.collect_seq(items.iter().map(AsJson)),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, &AsJson(value))?;
                }
                map.end()
            }
        }
    }
}
