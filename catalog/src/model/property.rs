//! Custom properties: what a team says of its items in words of its own.

use super::Value;

/// The value of a custom property of an item.
#[derive(Debug, Clone, Hash)]
pub struct Property {
    /// Key, beginning with `x-`.
    pub name: String,
    /// Its key in schemas, if it is another one.
    pub wire: Option<String>,
    /// Its value, within the limits of its declaration.
    pub value: Value,
}

impl Property {
    /// Its key in JSON Schemas and Avro schemas.
    #[must_use]
    pub fn on_wire(&self) -> &str {
        self.wire.as_ref().unwrap_or(&self.name)
    }
}

/// The custom properties of an item: those that are written, then the defaults of others.
pub type Properties = Box<[Property]>;
