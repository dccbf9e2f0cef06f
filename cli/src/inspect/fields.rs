//! Fields of an event or record in; one row for each that they reach, in the order of the wire, out.

use annals_catalog::model::{self, Field, Model, Number, Reach, Step, Stop};
use serde::Serialize;

use super::detail::{Deprecation, deprecation};
use annals_codegen::render::json::Json;

/// Most rows; records can hold each other in more ways than anybody reads.
const LIMIT: usize = 1_000;

/// A field.
#[derive(Debug, Serialize)]
pub(crate) struct FieldRow {
    /// The way to it: `user.pii.email`, `items[].id`, `labels.*.text`.
    pub(crate) path: String,
    /// Its own name.
    pub(crate) name: String,
    /// How deep it stands, from 0.
    pub(crate) depth: usize,
    /// Its type as the catalog spells it, records with their domain.
    #[serde(rename = "type")]
    pub(crate) ty: String,
    /// What it says; may be empty.
    pub(crate) description: String,
    /// True if it must be there.
    pub(crate) required: bool,
    /// What a reader takes where there is none; null too where null is the default.
    pub(crate) default: Option<Json>,
    /// An example.
    pub(crate) example: Option<Json>,
    /// True if it is personal data.
    pub(crate) pii: bool,
    /// When it came, where known.
    pub(crate) added: Option<String>,
    /// Set when it should no longer be used.
    pub(crate) deprecated: Option<Deprecation>,
    /// Limits of its own.
    pub(crate) limits: Limits,
    /// The record that defined it, for an inherited field.
    pub(crate) inherited_from: Option<String>,
    /// Why the fields of its record do not follow, though it has some.
    pub(crate) closed: Option<&'static str>,
}

/// Limits of a field.
#[derive(Debug, Serialize)]
pub(crate) struct Limits {
    /// Smallest number.
    pub(crate) min: Option<Json>,
    /// Largest number.
    pub(crate) max: Option<Json>,
    /// Fewest characters, bytes or elements.
    pub(crate) min_length: Option<u64>,
    /// Most of them.
    pub(crate) max_length: Option<u64>,
    /// Pattern.
    pub(crate) pattern: Option<String>,
}

/// The fields, and those of every record they hold.
pub(super) fn rows(model: &Model, fields: &[Field]) -> Vec<FieldRow> {
    let reach = Reach { fields: LIMIT, depth: usize::MAX, elements: true };
    model.walk(fields, reach).map(|step| row(model, step)).collect()
}

fn row(model: &Model, step: Step<'_>) -> FieldRow {
    let field = step.field;
    FieldRow {
        path: step.path,
        name: field.name.clone(),
        depth: step.depth,
        ty: model.spelling(&field.ty),
        description: field.description.clone(),
        required: field.default.is_none(),
        default: field.default.clone().map(Json),
        example: field.example.clone().map(Json),
        pii: field.pii,
        added: field.added.map(|date| date.to_string()),
        deprecated: field.deprecated.as_ref().map(|item| deprecation(model, item)),
        limits: limits(&field.limits),
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
        min_length: limits.min_length,
        max_length: limits.max_length,
        pattern: limits.pattern.clone(),
    }
}

fn number(number: Number) -> Json {
    Json(match number {
        Number::Int(number) => model::Value::Int(number),
        Number::Float(number) => model::Value::Float(number),
    })
}
