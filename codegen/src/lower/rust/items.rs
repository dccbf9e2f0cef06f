//! One function per kind of item: a thing of the model in, a Rust item with final strings out.

use annals_catalog::model::{self, Deprecation, Model, Replacement, Type};
use annals_catalog::names;

use super::docs::{markdown, paragraphs};
use super::types::{field_type, primitive};
use super::{Derive, Enum, Field, Newtype, Struct, Variant};

const UNDESCRIBED: &str = "Not described in the catalog.";

pub(super) fn record(model: &Model, record: &model::Record) -> Struct {
    let pii = if record.pii { "Personal data: its fields are redacted in `Debug`." } else { "" };
    Struct {
        derive: Derive::Record,
        key: names::qualified(&model[record.domain].name, &record.name),
        name: names::record_struct(&record.name),
        docs: paragraphs(&[&described(&record.description), pii]),
        deprecated: deprecation(model, record.deprecated.as_ref()),
        fields: fields(model, &record.fields),
    }
}

pub(super) fn event(model: &Model, event: &model::Event) -> Struct {
    let facts = format!("Event type `{}`, since {}.", event.event_type, event.added);
    let pii = if event.pii { "Its data reaches personal data." } else { "" };
    let local = event
        .local_only
        .as_ref()
        .map(|reason| format!("Never goes on a bus: {}", markdown(reason)));
    let warning = event.warning.as_ref().map(|text| format!("**Warning:** {}", markdown(text)));
    Struct {
        derive: Derive::Event,
        key: event.event_type.clone(),
        name: names::event_struct(&event.name),
        docs: paragraphs(&[
            &described(&event.description),
            &facts,
            pii,
            local.as_deref().unwrap_or_default(),
            warning.as_deref().unwrap_or_default(),
        ]),
        deprecated: deprecation(model, event.deprecated.as_ref()),
        fields: fields(model, &event.data),
    }
}

pub(super) fn scalar(scalar: &model::Scalar) -> Newtype {
    let pattern =
        scalar.limits.pattern.as_ref().map(|pattern| format!("Pattern: {}", code(pattern)));
    Newtype {
        key: scalar.name.clone(),
        name: names::scalar_type(&scalar.name),
        docs: paragraphs(&[
            &described(&scalar.description),
            pattern.as_deref().unwrap_or_default(),
        ]),
        base: primitive(&scalar.base).expect("a scalar's base is primitive").to_owned(),
        total: !matches!(scalar.base, Type::Float | Type::Double),
    }
}

pub(super) fn enumeration(enumeration: &model::Enum) -> Enum {
    let variants = enumeration.values.iter().map(|value| Variant {
        name: names::enum_variant(&value.value),
        docs: paragraphs(&[
            &described(&value.description),
            &format!("On the wire: {}", code(&value.value)),
        ]),
        deprecated: value.deprecated.as_ref().map(note),
    });
    Enum {
        key: enumeration.name.clone(),
        name: names::enum_type(&enumeration.name),
        docs: described(&enumeration.description),
        variants: variants.collect(),
    }
}

fn fields(model: &Model, fields: &[model::Field]) -> Vec<Field> {
    fields.iter().map(|field| lower_field(model, field)).collect()
}

fn lower_field(model: &Model, field: &model::Field) -> Field {
    let default = match &field.default {
        Some(model::Value::Null) | None => String::new(),
        Some(value) => format!("Default: {}", code(&crate::render::json::compact(value))),
    };
    let pii = if field.pii { "Personal data: redacted in `Debug`." } else { "" };
    Field {
        name: names::field(&field.name),
        ty: field_type(model, field),
        docs: paragraphs(&[&described(&field.description), &default, pii]),
        deprecated: deprecation(model, field.deprecated.as_ref()),
    }
}

fn described(description: &str) -> String {
    let text = markdown(description);
    if text.is_empty() { UNDESCRIBED.to_owned() } else { text }
}

/// Inline code, fenced with more backticks than it holds.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// The note of `#[deprecated]`.
fn deprecation(model: &Model, deprecation: Option<&Deprecation>) -> Option<String> {
    let deprecation = deprecation?;
    let replacement = match &deprecation.replacement {
        Some(Replacement::Event(id)) => format!("; use {}", names::event_struct(&model[*id].name)),
        Some(Replacement::Record(id)) => {
            format!("; use {}", names::record_struct(&model[*id].name))
        }
        Some(Replacement::Sibling(name)) => format!("; use {name}"),
        None => String::new(),
    };
    Some(format!("{}{replacement}", note(deprecation)))
}

fn note(deprecation: &Deprecation) -> String {
    let removal = deprecation.removal.map(|date| format!(", goes {date}")).unwrap_or_default();
    let words =
        if deprecation.note.is_empty() { String::new() } else { format!(": {}", deprecation.note) };
    format!("deprecated since {}{removal}{words}", deprecation.since)
}
