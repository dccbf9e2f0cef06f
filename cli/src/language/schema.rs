//! A JSON Schema. Its keys are printed in the order of the fields.

use annals_codegen::render::json::Ordered;

/// A schema; only the fields that are set are printed.
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
    /// The message if the pattern does not match; an extension of yaml-language-server and Visual
    /// Studio Code.
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
    pub(super) pattern_properties: Option<Named>,
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

/// `additionalProperties`.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Others {
    /// Always `false`.
    None(bool),
    /// Any key, with a value that matches.
    Such(Box<Schema>),
}

/// Schemas by name, in a fixed order.
pub(super) type Named = Ordered<&'static str, Schema>;

impl Schema {
    /// A value of one type.
    pub(super) fn of(kind: impl Into<Kind>) -> Self {
        Self { kind: Some(kind.into()), ..Self::default() }
    }

    /// A reference to a definition.
    pub(super) fn to(definition: &str) -> Self {
        Self { reference: Some(format!("#/$defs/{definition}")), ..Self::default() }
    }

    /// A string that matches `pattern`.
    pub(super) fn matching(pattern: &'static str, message: &'static str) -> Self {
        Self { pattern: Some(pattern), pattern_error_message: Some(message), ..Self::of("string") }
    }

    /// A list of `items` that is not empty.
    pub(super) fn list(items: Self) -> Self {
        Self { items: Some(Box::new(items)), min_items: Some(1), ..Self::of("array") }
    }

    /// A mapping from `names` to `values`.
    pub(super) fn map(names: Option<Self>, values: Self) -> Self {
        Self {
            property_names: names.map(Box::new),
            additional_properties: Some(Others::Such(Box::new(values))),
            ..Self::of("object")
        }
    }

    /// A value that matches at least one schema.
    pub(super) fn any(any_of: Vec<Self>) -> Self {
        Self { any_of, ..Self::default() }
    }

    /// A mapping with at least these keys.
    pub(super) fn requiring(keys: &[&'static str]) -> Self {
        Self { required: keys.to_vec(), ..Self::default() }
    }
}
