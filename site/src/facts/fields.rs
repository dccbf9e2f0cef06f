//! The fields of an event or record and of the records in them, one row each, in wire order.

use annals_catalog::model::{self, Field, Format, Model, Number, Reach, Step, Stop, Value};
use serde::Serialize;

use super::deprecation::{Deprecation, deprecation};
use annals_codegen::render::json::{AsJson, Custom};

/// Maximum number of rows: the number of paths through nested records can grow exponentially.
const LIMIT: usize = 1_000;

/// A field.
#[derive(Debug, Serialize)]
pub struct FieldRow {
    /// `user.pii.email`, `items[].id`, `labels.*.text`
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its name in JSON.
    pub wire: String,
    /// From 0.
    pub depth: usize,
    /// As written in the catalog, records with their domain.
    #[serde(rename = "type")]
    pub ty: String,
    /// May be empty.
    pub description: String,
    /// True if every payload must have it.
    pub required: bool,
    /// True if it may be absent, and then stays absent.
    pub optional: bool,
    /// A map of the fields that an open record does not list.
    pub extra: bool,
    /// Null if it may have several values.
    pub constant: Option<AsJson<Value>>,
    /// Null both without a default and with the default null.
    pub default: Option<AsJson<Value>>,
    /// An example.
    pub example: Option<AsJson<Value>>,
    /// True for personal data.
    pub pii: bool,
    /// The date.
    pub added: Option<String>,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Its limits.
    pub limits: Limits,
    /// Custom properties by name.
    pub properties: Custom,
    /// The record that defines it, if it is inherited.
    pub inherited_from: Option<String>,
    /// Why the fields of its record are not listed.
    pub closed: Option<&'static str>,
}

/// The limits of a field.
#[derive(Debug, Serialize)]
pub struct Limits {
    /// Smallest number.
    pub min: Option<AsJson<Value>>,
    /// Largest number.
    pub max: Option<AsJson<Value>>,
    /// Number of which it is a multiple.
    pub multiple_of: Option<AsJson<Value>>,
    /// In characters, bytes or elements.
    pub min_length: Option<u64>,
    /// The same, at most.
    pub max_length: Option<u64>,
    /// Form of the whole string.
    pub format: Option<&'static str>,
    /// Regular expression that must match somewhere in the string.
    pub pattern: Option<String>,
}

/// The rows of `fields` and of every record in them.
pub(crate) fn rows(model: &Model, fields: &[Field]) -> Vec<FieldRow> {
    let reach = Reach { fields: LIMIT, depth: usize::MAX, elements: true };
    model.walk(fields, reach).map(|step| row(model, step)).collect()
}

fn row(model: &Model, step: Step<'_>) -> FieldRow {
    let field = step.field;
    FieldRow {
        path: step.path,
        name: field.name.clone(),
        wire: field.on_wire().to_owned(),
        depth: step.depth,
        ty: model.spelling(&field.ty),
        description: field.description.clone(),
        required: field.presence.is_required(),
        optional: field.presence.is_optional(),
        extra: field.presence.is_extra(),
        constant: field.presence.constant().cloned().map(AsJson),
        default: field.presence.default().cloned().map(AsJson),
        example: field.example.clone().map(AsJson),
        pii: field.pii,
        added: field.added.map(|date| date.to_string()),
        deprecated: field.deprecated.as_ref().map(|item| deprecation(model, item)),
        limits: limits(&field.limits),
        properties: (&field.properties).into(),
        inherited_from: field.inherited_from.map(|id| model.qualified(id)),
        closed: step.stop.map(|stop| match stop {
            Stop::Recursive => "holds itself",
            Stop::TooFar => "too many fields",
        }),
    }
}

fn limits(limits: &model::Limits) -> Limits {
    Limits {
        min: limits.min.map(number),
        max: limits.max.map(number),
        multiple_of: limits.multiple_of.map(number),
        min_length: limits.min_length,
        max_length: limits.max_length,
        format: limits.format.map(Format::name),
        pattern: limits.pattern.clone(),
    }
}

fn number(number: Number) -> AsJson<Value> {
    AsJson(match number {
        Number::Int(number) => Value::Int(number),
        Number::Float(number) => Value::Float(number),
    })
}
