//! Lowers events to Avro schemas.
//!
//! The order of the fields of these structs is the order of the keys in the file.

use std::collections::BTreeSet;

use annals_catalog::model::{self, Event, Model, Presence, Primitive, RecordId, Value};
use serde::Serialize;

/// The schema of one event: a record in the namespace of its event type.
#[derive(Debug, Serialize)]
pub(crate) struct Schema {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<String>,
    fields: Vec<Field>,
    namespace: String,
}

/// A field of a record.
#[derive(Debug, Serialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    ty: Type,
    /// `Some` prints as null, the only default that is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<()>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Type {
    /// A primitive, or a record written out earlier in the same schema.
    Name(String),
    Union(Vec<Type>),
    Array {
        #[serde(rename = "type")]
        kind: &'static str,
        items: Box<Type>,
    },
    Map {
        #[serde(rename = "type")]
        kind: &'static str,
        values: Box<Type>,
    },
    Record {
        name: String,
        #[serde(rename = "type")]
        kind: &'static str,
        fields: Vec<Field>,
    },
}

impl Type {
    fn primitive(primitive: Primitive) -> Self {
        Self::Name(primitive.avro().to_owned())
    }
}

/// Lowers the payload of an event, without its envelope.
///
/// The caller skips events that are `local_only`, which are never encoded.
pub(crate) fn lower(model: &Model, event: &Event) -> Schema {
    let mut lowering = Lowering { model, seen: Some(BTreeSet::new()) };
    Schema {
        name: model.avro.record.clone(),
        kind: "record",
        doc: model.avro.doc.clone(),
        fields: lowering.fields(&event.data),
        namespace: event.event_type.clone(),
    }
}

/// A type by itself, with records as their names.
pub(crate) fn named_type(model: &Model, ty: &model::Type) -> impl Serialize {
    Lowering { model, seen: None }.ty(ty)
}

/// The state of lowering one event.
struct Lowering<'a> {
    model: &'a Model,
    /// Names of the records that are written already. A rule of the catalog allows two records of
    /// one name in an event only if Avro cannot tell them apart, so the first can serve for both.
    /// `None` if all records are to be written as names.
    seen: Option<BTreeSet<&'a str>>,
}

impl<'a> Lowering<'a> {
    fn fields(&mut self, fields: &[model::Field]) -> Vec<Field> {
        fields.iter().map(|field| self.field(field)).collect()
    }

    /// A default other than null is left out, as in the Python library: a writer always writes the
    /// value, and the default of a union must be of its first branch, which is null.
    fn field(&mut self, field: &model::Field) -> Field {
        let null = match (&field.presence, &field.ty) {
            (Presence::Optional, _) => true,
            (Presence::Default(value), model::Type::Nullable(_)) => *value == Value::Null,
            (Presence::Default(_) | Presence::Required, _) => false,
        };
        let ty = match (&field.presence, &field.ty) {
            (Presence::Optional, model::Type::Nullable(inner)) => self.union(inner),
            (Presence::Optional, ty) => self.union(ty),
            (Presence::Required | Presence::Default(_), ty) => self.ty(ty),
        };
        Field { name: field.name.clone(), ty, default: null.then_some(()) }
    }

    fn union(&mut self, inner: &model::Type) -> Type {
        Type::Union(vec![Type::Name("null".to_owned()), self.ty(inner)])
    }

    fn ty(&mut self, ty: &model::Type) -> Type {
        match ty {
            model::Type::List(item) => {
                Type::Array { kind: "array", items: Box::new(self.ty(item)) }
            }
            model::Type::Map(value) => Type::Map { kind: "map", values: Box::new(self.ty(value)) },
            model::Type::Nullable(inner) => self.union(inner),
            model::Type::Primitive(primitive) => Type::primitive(*primitive),
            model::Type::Scalar(scalar) => Type::primitive(self.model[*scalar].base),
            model::Type::Enum(_) => Type::primitive(Primitive::String),
            model::Type::Record(record) => self.record(*record),
        }
    }

    /// The whole record where it is met first (depth first, in field order), then its name.
    fn record(&mut self, id: RecordId) -> Type {
        let model: &'a Model = self.model;
        let record = &model[id];
        let name = record.name.clone();
        if self.seen.as_mut().is_some_and(|seen| seen.insert(&record.name)) {
            Type::Record { name, kind: "record", fields: self.fields(&record.fields) }
        } else {
            Type::Name(name)
        }
    }
}
