//! The schemas of records, fields and types.

use annals_catalog::model::{
    self, Core, Deprecation, Enum, Model, Record, Replacement, Scalar, Type, Unknown, Value,
};

use super::definitions::Definitions;
use super::document::{Object, Others, Schema, Shape};
use super::primitive::{self, Form};
use crate::render::json::{AsJson, Custom, Ordered};

/// The schema of a record or of the data of an event.
pub(super) fn object(definitions: &Definitions<'_>, fields: &[model::Field]) -> Object {
    let required = fields.iter().filter(|field| field.presence.is_required());
    let listed = fields.iter().filter(|field| !field.presence.is_extra());
    let properties = listed.map(|field| (field.on_wire().to_owned(), property(definitions, field)));
    Object {
        kind: "object",
        properties: Ordered(properties.collect()),
        required: required.map(|field| field.on_wire().to_owned()).collect(),
        additional_properties: others(definitions, fields),
    }
}

/// What an open record allows besides its fields.
fn others(definitions: &Definitions<'_>, fields: &[model::Field]) -> Others {
    match fields.iter().find(|field| field.presence.is_extra()).map(|field| &field.ty) {
        Some(Type::Map(ty)) if takes_null(ty) => Others::Allowed(true),
        Some(Type::Map(ty)) => {
            Others::Like(Box::new(value(definitions, ty, &model::Limits::default())))
        }
        Some(_) | None => Others::Allowed(false),
    }
}

pub(super) fn scalar(definitions: &Definitions<'_>, scalar: &Scalar) -> Schema {
    let schema = value(definitions, &Type::Primitive(scalar.base), &scalar.limits);
    Schema {
        examples: examples(scalar.example.as_ref()),
        custom: Custom::in_schemas(&scalar.properties),
        ..describe(definitions.model, schema, &scalar.description, None)
    }
}

pub(super) fn record(definitions: &Definitions<'_>, record: &Record) -> Schema {
    let shape = Shape::Object(object(definitions, &record.fields));
    let custom = Custom::in_schemas(&record.properties);
    let schema = Schema { shape, pii: record.pii, custom, ..Schema::default() };
    describe(definitions.model, schema, &record.description, record.deprecated.as_ref())
}

/// The known values, each with its description; then any other one, if the enum is open.
pub(super) fn enumeration(definitions: &Definitions<'_>, enumeration: &Enum) -> Schema {
    let model = definitions.model;
    let known = enumeration.values.iter().map(|value| {
        let wire = AsJson(value.wire.clone());
        let shape = if value.aliases.is_empty() {
            Shape::Constant { value: wire }
        } else {
            let aliases = value.aliases.iter().cloned().map(AsJson);
            Shape::Choice { values: std::iter::once(wire).chain(aliases).collect() }
        };
        let custom = Custom::in_schemas(&value.properties);
        let schema = Schema { shape, custom, ..Schema::default() };
        describe(model, schema, &value.description, value.deprecated.as_ref())
    });
    let other = match enumeration.unknown {
        Unknown::Kept => {
            let ty = Type::Primitive(enumeration.primitive());
            Some(value(definitions, &ty, &model::Limits::default()))
        }
        Unknown::Refused | Unknown::Default(_) => None,
    };
    let shape = Shape::AnyOf { any_of: known.chain(other).collect() };
    let custom = Custom::in_schemas(&enumeration.properties);
    let schema = Schema { shape, custom, ..Schema::default() };
    describe(model, schema, &enumeration.description, None)
}

fn property(definitions: &Definitions<'_>, field: &model::Field) -> Schema {
    let schema = value(definitions, &field.ty, &field.limits);
    Schema {
        pii: field.pii,
        custom: Custom::in_schemas(&field.properties),
        constant: field.presence.constant().cloned().map(AsJson),
        default: field.presence.default().cloned().map(AsJson),
        examples: examples(field.example.as_ref()),
        ..describe(definitions.model, schema, &field.description, field.deprecated.as_ref())
    }
}

/// The bare schema of a type; limits of a nullable one hold for what is not null.
pub(super) fn value(definitions: &Definitions<'_>, ty: &Type, limits: &model::Limits) -> Schema {
    let inner = |ty: &Type| value(definitions, ty, &model::Limits::default());
    let mut own = primitive::limits(definitions.model, ty, limits);
    let shape = match ty {
        Type::Primitive(primitive) => match primitive::form(*primitive) {
            Form::Any => Shape::Any,
            Form::Plain(kind) => match limits.format {
                Some(format) => Definitions::in_format(format).shape,
                None => primitive::plain(kind),
            },
            Form::Shared => definitions.reference(Core::Primitive(*primitive)),
        },
        Type::Nullable(inner) if takes_null(inner) => Shape::Any,
        Type::Nullable(inner) => {
            let null = Schema { shape: primitive::plain("null"), ..Schema::default() };
            let any_of = vec![value(definitions, inner, limits), null];
            return Schema { shape: Shape::AnyOf { any_of }, ..Schema::default() };
        }
        Type::List(item) => Shape::Array { kind: "array", items: Box::new(inner(item)) },
        Type::Map(value) => Shape::Map { kind: "object", values: Box::new(inner(value)) },
        Type::Scalar(_) | Type::Enum(_) | Type::Record(_) | Type::Variant(_) => {
            own.all_of = limits.format.map(Definitions::in_format).into_iter().collect();
            definitions.reference(ty.core())
        }
    };
    Schema { shape, limits: own, ..Schema::default() }
}

/// True if null is one of the values of a type that is not nullable.
fn takes_null(ty: &Type) -> bool {
    matches!(ty, Type::Primitive(primitive) if matches!(primitive::form(*primitive), Form::Any))
}

pub(super) fn words(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `Deprecated since 2025-01-01. To be removed on 2026-01-01. Use `x` instead.`
pub(super) fn deprecation_text(model: &Model, deprecation: &Deprecation) -> String {
    let mut text = match deprecation.since {
        Some(since) => format!("Deprecated since {since}."),
        None => "Deprecated.".to_owned(),
    };
    if let Some(removal) = deprecation.removal {
        text.push_str(&format!(" To be removed on {removal}."));
    }
    let replacement = deprecation.replacement.as_ref().map(|replacement| match replacement {
        Replacement::Event(event) => &model[*event].event_type,
        Replacement::Record(record) => &model[*record].name,
        Replacement::Sibling(name) => name,
    });
    if let Some(name) = replacement {
        text.push_str(&format!(" Use `{name}` instead."));
    }
    if let Some(note) = words(&deprecation.note) {
        text.push_str(&format!(" {note}"));
    }
    text
}

/// A schema with what a field, scalar, enum value or record says of itself.
pub(super) fn describe(
    model: &Model,
    schema: Schema,
    description: &str,
    deprecation: Option<&Deprecation>,
) -> Schema {
    Schema {
        comment: deprecation.map(|deprecation| deprecation_text(model, deprecation)),
        description: words(description),
        deprecated: deprecation.is_some(),
        ..schema
    }
}

/// The `examples` of a field or scalar.
fn examples(example: Option<&Value>) -> Vec<AsJson<Value>> {
    example.cloned().into_iter().map(AsJson).collect()
}
