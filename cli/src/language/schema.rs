//! The shape of a schema: the order of the fields here is the order of the keys there.

use annals_codegen::render::json::Ordered;

/// A schema; only what is set is printed.
#[derive(Debug, Default, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<Kind>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub(super) words: Vec<&'static str>,
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    pub(super) constant: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern: Option<&'static str>,
    /// What Visual Studio Code and the server for YAML say where the pattern does not match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern_error_message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minimum: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maximum: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) property_names: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_properties: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) required: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) additional_properties: Option<Others>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<&'static str>,
}

/// `type`: one word, or any of several.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Kind {
    One(&'static str),
    Any(&'static [&'static str]),
}

impl From<&'static str> for Kind {
    fn from(word: &'static str) -> Self {
        Self::One(word)
    }
}

/// What other keys a mapping may have.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Others {
    /// `false`: none.
    None(bool),
    /// Any, with such a value.
    Such(Box<Schema>),
}

/// Schemas by name, in their own order.
pub(super) type Named = Ordered<&'static str, Schema>;

impl Schema {
    /// A value of one type.
    pub(super) fn of(kind: impl Into<Kind>) -> Self {
        Self { kind: Some(kind.into()), ..Self::default() }
    }

    /// One of the definitions.
    pub(super) fn to(definition: &str) -> Self {
        Self { reference: Some(format!("#/$defs/{definition}")), ..Self::default() }
    }

    /// A text that matches; the message says what is expected.
    pub(super) fn matching(pattern: &'static str, message: &'static str) -> Self {
        Self { pattern: Some(pattern), pattern_error_message: Some(message), ..Self::of("string") }
    }

    /// A list of such values, not empty.
    pub(super) fn list(items: Self) -> Self {
        Self { items: Some(Box::new(items)), min_items: Some(1), ..Self::of("array") }
    }

    /// A mapping from such names to such values.
    pub(super) fn map(names: Option<Self>, values: Self) -> Self {
        Self {
            property_names: names.map(Box::new),
            additional_properties: Some(Others::Such(Box::new(values))),
            ..Self::of("object")
        }
    }

    /// Any of several.
    pub(super) fn any(any_of: Vec<Self>) -> Self {
        Self { any_of, ..Self::default() }
    }

    /// Whatever has these keys.
    pub(super) fn requiring(keys: &[&'static str]) -> Self {
        Self { required: keys.to_vec(), ..Self::default() }
    }
}
