//! The structure of a JSON Schema file; the order of the fields is the order of the keys.

use std::collections::BTreeMap;

use annals_catalog::model::{Number, Value};
use serde::ser::{Serialize, Serializer};

use crate::render::json::{AsJson, Custom, Ordered};

/// A whole file.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Document<'a> {
    #[serde(rename = "$schema")]
    pub(super) dialect: &'static str,
    #[serde(rename = "$id")]
    pub(super) id: String,
    #[serde(rename = "$comment")]
    pub(super) comment: &'static str,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    #[serde(rename = "x-pii", skip_serializing_if = "is_false")]
    pub(super) pii: bool,
    #[serde(rename = "x-annals")]
    pub(super) origin: Origin,
    #[serde(flatten)]
    pub(super) custom: Custom,
    #[serde(flatten)]
    pub(super) object: Object,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<AsJson<&'a Value>>,
    #[serde(rename = "$defs", skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) definitions: BTreeMap<String, Schema>,
}

/// What the catalog says about an event and JSON Schema has no keyword for.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Origin {
    #[serde(rename = "type")]
    pub(super) event_type: String,
    pub(super) name: String,
    pub(super) added: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deprecation: Option<String>,
}

/// An object.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Object {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// In wire order.
    pub(super) properties: Ordered<String, Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) required: Vec<String>,
    pub(super) additional_properties: Others,
}

/// The properties of an object that are not listed.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub(super) enum Others {
    /// Any, or none.
    Allowed(bool),
    /// Those whose values have this schema.
    Like(Box<Schema>),
}

/// The schema of a value, with its description.
#[derive(Debug, Default, serde::Serialize)]
pub(crate) struct Schema {
    #[serde(rename = "$comment", skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    #[serde(rename = "x-pii", skip_serializing_if = "is_false")]
    pub(super) pii: bool,
    #[serde(flatten)]
    pub(super) custom: Custom,
    #[serde(flatten)]
    pub(super) shape: Shape,
    #[serde(flatten)]
    pub(super) limits: Limits,
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    pub(super) constant: Option<AsJson<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<AsJson<Value>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<AsJson<Value>>,
}

/// What kind of value it is.
#[derive(Debug, Default, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Shape {
    /// Any value at all.
    #[default]
    Any,
    /// One of the definitions.
    Reference {
        #[serde(rename = "$ref")]
        reference: String,
    },
    /// A primitive type.
    Primitive {
        #[serde(rename = "type")]
        kind: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        format: Option<&'static str>,
        #[serde(rename = "contentEncoding", skip_serializing_if = "Option::is_none")]
        encoding: Option<&'static str>,
    },
    /// One text or number.
    Constant {
        #[serde(rename = "const")]
        value: AsJson<Value>,
    },
    /// One of several texts or numbers.
    Choice {
        #[serde(rename = "enum")]
        values: Vec<AsJson<Value>>,
    },
    /// One of several.
    AnyOf {
        #[serde(rename = "anyOf")]
        any_of: Vec<Schema>,
    },
    /// Exactly one of several.
    OneOf {
        #[serde(rename = "oneOf")]
        one_of: Vec<Schema>,
    },
    /// A text that is none of several.
    Except {
        #[serde(rename = "type")]
        kind: &'static str,
        not: Box<Schema>,
    },
    /// A list.
    Array {
        #[serde(rename = "type")]
        kind: &'static str,
        items: Box<Schema>,
    },
    /// A map.
    Map {
        #[serde(rename = "type")]
        kind: &'static str,
        #[serde(rename = "additionalProperties")]
        values: Box<Schema>,
    },
    /// A record.
    Object(Object),
}

/// Limits, as the keywords of the kind of value.
#[derive(Debug, Default, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Limits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "number")]
    pub(super) minimum: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "number")]
    pub(super) maximum: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "number")]
    pub(super) multiple_of: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_properties: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_properties: Option<u64>,
    /// Limits of which one must hold. Only bytes have them, whose shape has no `anyOf`.
    #[serde(rename = "anyOf", skip_serializing_if = "Vec::is_empty")]
    pub(super) any_of: Vec<Limits>,
    /// What must hold too: the format of a scalar's field, the second pattern of a format.
    #[serde(rename = "allOf", skip_serializing_if = "Vec::is_empty")]
    pub(super) all_of: Vec<Schema>,
}

fn number<S: Serializer>(number: &Option<Number>, serializer: S) -> Result<S::Ok, S::Error> {
    let value = match number {
        None => Value::Null,
        Some(Number::Int(number)) => Value::Int(*number),
        Some(Number::Float(number)) => Value::Float(*number),
    };
    AsJson(value).serialize(serializer)
}

/// Takes a reference because serde passes one.
fn is_false(flag: &bool) -> bool {
    !*flag
}
