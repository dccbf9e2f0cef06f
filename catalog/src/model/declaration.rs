//! What a catalog says about its custom properties.

use super::{Limits, Type, Value};
use crate::source::Span;

/// A custom property that items may have.
#[derive(Debug, Clone, Hash)]
pub struct Declaration {
    /// Key, beginning with `x-`.
    pub name: String,
    /// Its key in schemas, if it is another one.
    pub wire: Option<String>,
    /// The type of its values, without records.
    pub ty: Type,
    /// The kinds of items that may have it, as words of the catalog.
    pub on: Vec<String>,
    /// The value of an item that does not say another.
    pub default: Option<Value>,
    /// Limits of its values.
    pub limits: Limits,
    /// What it says of an item; may be empty.
    pub description: String,
    /// Where it is declared.
    pub span: Span,
}

impl Declaration {
    /// True if items of this kind may have it.
    pub(crate) fn is_on(&self, kind: &str) -> bool {
        self.on.iter().any(|word| word == kind)
    }
}
