//! Custom properties: what a team says of its items in words of its own.

use super::Value;

/// The value of a custom property of an item.
#[derive(Debug, Clone, Hash)]
pub struct Property {
    /// Key, beginning with `x-`.
    pub name: String,
    /// Its value, within the limits of its declaration.
    pub value: Value,
}

/// The custom properties of an item: those that are written, then the defaults of others.
pub type Properties = Box<[Property]>;
