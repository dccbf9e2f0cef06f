//! Lowers the required fields of records and events, and the defaults of the others.

use annals_catalog::model::{self, DomainId, Model, Presence, Primitive, Type, Value};
use annals_catalog::names;

use super::docs::{markdown, paragraphs};
use super::items::deprecation;
use super::types::field_type;
use super::{Field, File, Imports, Item, Struct, module_path};
use crate::render::json::compact;

const USE: &str = "Each struct becomes the event or record of the same name with `into()`; the other \
     fields get the defaults of the catalog. Code that does so compiles unchanged when the catalog gets \
     a new optional field.";

/// A struct whose optional fields have their defaults.
pub(crate) struct Filled {
    /// Its name, which is also that of the struct of its required fields.
    pub(crate) name: String,
    /// All its fields.
    pub(crate) fields: Vec<(String, Source)>,
}

/// Where the value of a field comes from.
pub(crate) enum Source {
    /// The field of the same name among the required ones.
    Required,
    /// The catalog.
    Default(Literal),
}

/// A default as Rust writes it.
pub(crate) enum Literal {
    /// `None`
    Null,
    Boolean(bool),
    /// An integer, or a floating point number that is finite.
    Number(String),
    Text(String),
    /// An empty list.
    List,
    /// An empty map.
    Map,
    /// JSON that the runtime reads.
    Json(String),
}

/// The required fields of everything in a domain, events first.
pub(super) fn file(model: &Model, id: DomainId) -> File {
    let head = format!(
        "The required fields of the events and records of the domain `{}`.",
        model[id].name
    );
    let events = model.events.iter().filter(|event| event.domain == id).map(|event| {
        let deprecated = deprecation(model, event.deprecated.as_ref());
        Whole { name: names::event_struct(&event.name), deprecated, fields: &event.data }
    });
    let records = model.records.iter().filter(|record| record.domain == id).map(|record| {
        let deprecated = deprecation(model, record.deprecated.as_ref());
        Whole { name: names::record_struct(&record.name), deprecated, fields: &record.fields }
    });
    let items: Vec<Item> = events.chain(records).flat_map(|whole| whole.items(model)).collect();
    let imports = Imports::of(&module_path(model, id), &items);
    File { docs: paragraphs(&[&head, USE]), imports, items }
}

/// An event or a record.
struct Whole<'a> {
    name: String,
    deprecated: Option<String>,
    fields: &'a [model::Field],
}

impl Whole<'_> {
    /// The struct of the required fields and how it becomes the whole, or the whole without any.
    fn items(self, model: &Model) -> Vec<Item> {
        let mut fields = Vec::with_capacity(self.fields.len());
        let mut required = Vec::new();
        for field in self.fields {
            let source = match &field.presence {
                Presence::Required => {
                    required.push(lower_field(model, field));
                    Source::Required
                }
                Presence::Default(default) | Presence::Initial(default) => {
                    Source::Default(literal(&field.ty, default))
                }
                Presence::Optional => Source::Default(Literal::Null),
                Presence::Extra => Source::Default(Literal::Map),
                Presence::Constant(_) => continue,
            };
            fields.push((names::field(&field.name), source));
        }
        let filled = Filled { name: self.name.clone(), fields };
        if required.is_empty() {
            return vec![Item::Default(filled)];
        }
        let required = Struct {
            derive: None,
            docs: format!("The required fields of [`{0}`](super::{0}).", self.name),
            name: self.name,
            deprecated: self.deprecated,
            fields: required,
        };
        vec![Item::Struct(required), Item::From(filled)]
    }
}

/// A required field, with the first paragraph of its docs.
fn lower_field(model: &Model, field: &model::Field) -> Field {
    let docs = markdown(&field.description);
    Field {
        name: names::field(&field.name),
        ty: field_type(model, field),
        docs: docs.split("\n\n").next().unwrap_or_default().to_owned(),
        deprecated: deprecation(model, field.deprecated.as_ref()),
    }
}

fn literal(ty: &Type, default: &Value) -> Literal {
    match (ty, default) {
        (Type::Primitive(primitive), default) => primitive_literal(*primitive, default),
        (Type::Nullable(_), Value::Null) => Literal::Null,
        (Type::List(_), Value::List(items)) if items.is_empty() => Literal::List,
        (Type::Map(_), Value::Map(entries)) if entries.is_empty() => Literal::Map,
        (
            Type::Nullable(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Scalar(_)
            | Type::Enum(_)
            | Type::Record(_)
            | Type::Variant(_),
            default,
        ) => Literal::Json(compact(default)),
    }
}

fn primitive_literal(primitive: Primitive, default: &Value) -> Literal {
    match (primitive, default) {
        (Primitive::Boolean, Value::Bool(value)) => Literal::Boolean(*value),
        (Primitive::Int | Primitive::Long, Value::Int(value)) => Literal::Number(value.to_string()),
        (Primitive::Float, Value::Float(value)) => Literal::Number(format!("{:?}", *value as f32)),
        (Primitive::Double, Value::Float(value)) => Literal::Number(format!("{value:?}")),
        (Primitive::String, Value::String(text)) => Literal::Text(text.clone()),
        (
            Primitive::Boolean
            | Primitive::Int
            | Primitive::Long
            | Primitive::Float
            | Primitive::Double
            | Primitive::String
            | Primitive::Bytes
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Uuid
            | Primitive::Moment(_)
            | Primitive::Decimal(_)
            | Primitive::Json,
            default,
        ) => Literal::Json(compact(default)),
    }
}
