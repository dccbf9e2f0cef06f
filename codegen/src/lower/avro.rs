//! An event of the model in; its Avro schema, as a document ready to print, out.
//!
//! The order of the struct fields here is the order of the keys in the file.

use std::collections::BTreeSet;

use annals_catalog::model::{self, Event, Model, Primitive, RecordId, Value};
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
    /// `Some` prints as null, the only default Avro hears of.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<()>,
}

/// A type as Avro writes it.
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

/// Lowers the payload of an event; the envelope has no part in it.
///
/// The caller leaves out events that are `local_only`: they never become bytes.
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

/// A type on its own, records by their names.
pub(crate) fn named_type(model: &Model, ty: &model::Type) -> impl Serialize {
    Lowering { model, seen: None }.ty(ty)
}

/// What has to be remembered on the way through one event.
struct Lowering<'a> {
    model: &'a Model,
    /// Names of the records already written out. Two records of one name can meet in an event only
    /// if Avro cannot tell them apart (a rule of the catalog), and then the first stands for both.
    /// Without it all count as written out.
    seen: Option<BTreeSet<&'a str>>,
}

impl<'a> Lowering<'a> {
    fn fields(&mut self, fields: &[model::Field]) -> Vec<Field> {
        fields.iter().map(|field| self.field(field)).collect()
    }

    /// A default other than null leaves no trace, as in the real library: a writer always writes the
    /// value, and in a union Avro would take it only for the first branch, which is null.
    fn field(&mut self, field: &model::Field) -> Field {
        let default = matches!(field.default, Some(Value::Null)).then_some(());
        let nullable = matches!(field.ty, model::Type::Nullable(_));
        Field {
            name: field.name.clone(),
            ty: self.ty(&field.ty),
            default: default.filter(|()| nullable),
        }
    }

    fn ty(&mut self, ty: &model::Type) -> Type {
        match ty {
            model::Type::List(item) => {
                Type::Array { kind: "array", items: Box::new(self.ty(item)) }
            }
            model::Type::Map(value) => Type::Map { kind: "map", values: Box::new(self.ty(value)) },
            model::Type::Nullable(inner) => {
                Type::Union(vec![Type::Name("null".to_owned()), self.ty(inner)])
            }
            model::Type::Primitive(primitive) => Type::primitive(*primitive),
            model::Type::Scalar(scalar) => Type::primitive(self.model[*scalar].base),
            model::Type::Enum(_) => Type::primitive(Primitive::String),
            model::Type::Record(record) => self.record(*record),
        }
    }

    /// The whole record where it turns up first (depth first, in field order), its name after that.
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
