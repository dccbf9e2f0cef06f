//! Enums, and their values in the catalog and on the wire.

use super::{Deprecation, Primitive, Properties, Value, Waiver};
use crate::source::Span;

/// A set of strings or of whole numbers.
#[derive(Debug, Clone, Hash)]
pub struct Enum {
    /// Key, UpperCamelCase.
    pub name: String,
    /// Full name in Avro, if the profile does not say so.
    pub avro_name: Option<String>,
    /// Known values in file order.
    pub values: Vec<EnumValue>,
    /// What readers do with a value that is not listed.
    pub unknown: Unknown,
    /// What it chooses; may be empty.
    pub description: String,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its key in the source.
    pub span: Span,
}

/// What readers do with a value that an enum does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unknown {
    /// They keep it, and writers write it again: the enum is open.
    Kept,
    /// They refuse it.
    Refused,
    /// They take the value with this index for it.
    Default(usize),
}

impl Enum {
    /// True if its values are numbers on the wire.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        self.values.first().is_some_and(|value| matches!(value.wire, Value::Int(_)))
    }

    /// The type of its values on the wire: `string` or `long`.
    #[must_use]
    pub fn primitive(&self) -> Primitive {
        if self.is_numeric() { Primitive::Long } else { Primitive::String }
    }

    /// The value that is written so.
    #[must_use]
    pub fn on_wire(&self, wire: &Value) -> Option<&EnumValue> {
        self.values.iter().find(|value| value.wire == *wire)
    }
}

/// One known value of an enum.
#[derive(Debug, Clone, Hash)]
pub struct EnumValue {
    /// Its name in the catalog.
    pub value: String,
    /// What is on the wire: a string or a whole number, of the same kind for all values of an enum.
    pub wire: Value,
    /// What readers accept for it too, of the same kind.
    pub aliases: Vec<Value>,
    /// What it means; may be empty.
    pub description: String,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
}

/// What is on the wire for a value of an enum, as text: the string, or the digits of the number.
#[must_use]
pub fn wire_text(wire: &Value) -> String {
    match wire {
        Value::String(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        // No value of an enum.
        Value::Null | Value::Bool(_) | Value::Float(_) | Value::List(_) | Value::Map(_) => {
            String::new()
        }
    }
}
