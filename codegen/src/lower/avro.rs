//! Lowers events to Avro schemas.
//!
//! The order of the fields of these structs is the order of the keys in the file.

mod attributes;

use std::collections::BTreeSet;

use annals_catalog::model::{
    self, AvroNamespace, Decimal, DomainId, Event, Model, Presence, Primitive, RecordId, Unknown,
    Value, VariantId,
};
use annals_catalog::text;
use serde::Serialize;

use attributes::attributes;

use crate::render::{
    self,
    json::{AsJson, Custom},
};

/// The schema of a record.
#[derive(Debug, Serialize)]
pub(crate) struct Record {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<String>,
    fields: Vec<Field>,
    /// `None` if it is that of the record around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(flatten)]
    custom: Custom,
}

/// A field of a record.
#[derive(Debug, Serialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    ty: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<AsJson<Value>>,
    #[serde(flatten)]
    custom: Custom,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Type {
    /// A primitive, or a record written out earlier in the same schema.
    Name(String),
    /// A primitive with a meaning.
    Logical {
        #[serde(rename = "type")]
        kind: &'static str,
        #[serde(rename = "logicalType")]
        logical: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        precision: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        scale: Option<u8>,
    },
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
    Record(Record),
    Enum(Enum),
}

/// The schema of an enum.
#[derive(Debug, Serialize)]
struct Enum {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<String>,
    symbols: Vec<String>,
    /// What readers take for a symbol that they do not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    /// `None` if it is that of the record around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(flatten)]
    custom: Custom,
}

/// Lowers the payload of an event, without its envelope.
///
/// The caller skips events that are `local_only`, which are never encoded.
pub(crate) fn lower(model: &Model, event: &Event) -> Record {
    let profile = &model.avro;
    let (namespace, name) = match &event.avro_name {
        Some(full) => split(full),
        None => (None, profile.top_record(&event.name)),
    };
    let namespace = namespace.unwrap_or_else(|| match (profile.namespace, &profile.record) {
        (AvroNamespace::Domain, None) => domain(model, event.domain),
        (AvroNamespace::Domain, Some(_)) | (AvroNamespace::Event, _) => event.event_type.clone(),
    });
    let mut lowering = Lowering {
        model,
        seen: Some(BTreeSet::new()),
        event: event.event_type.clone(),
        around: vec![namespace.clone()],
    };
    Record {
        name,
        kind: "record",
        doc: profile.doc.clone().or_else(|| lowering.doc(&event.description)),
        fields: lowering.fields(&event.data),
        namespace: Some(namespace),
        custom: attributes(&event.properties),
    }
}

/// A type by itself, with records as their names.
pub(crate) fn named_type(model: &Model, ty: &model::Type) -> impl Serialize {
    Lowering::of_names(model).ty(ty)
}

/// True if a field has a default in its schema.
pub(crate) fn has_default(model: &Model, field: &model::Field) -> bool {
    Lowering::of_names(model).field_default(field).is_some()
}

/// The state of lowering one event.
struct Lowering<'a> {
    model: &'a Model,
    /// Names of the records and enums that are written already. A rule of the catalog allows two records of
    /// one name in an event only if Avro cannot tell them apart, so the first can serve for both.
    /// `None` if all are to be written as names.
    seen: Option<BTreeSet<String>>,
    /// The type of the event.
    event: String,
    /// The namespaces of the records around the current type.
    around: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// With records and enums as their names.
    fn of_names(model: &'a Model) -> Self {
        Self { model, seen: None, event: String::new(), around: vec![String::new()] }
    }

    fn fields(&mut self, fields: &[model::Field]) -> Vec<Field> {
        fields.iter().map(|field| self.field(field)).collect()
    }

    fn field(&mut self, field: &model::Field) -> Field {
        let ty = match (&field.presence, &field.ty) {
            (Presence::Optional, model::Type::Nullable(inner)) => self.union(inner),
            (Presence::Optional, ty) => self.union(ty),
            (
                Presence::Required | Presence::Default(_) | Presence::Constant(_) | Presence::Extra,
                ty,
            ) => self.ty(ty),
        };
        Field {
            name: field.in_avro().to_owned(),
            ty,
            doc: self.doc(&field.description),
            default: self.field_default(field).map(AsJson),
            custom: attributes(&field.properties),
        }
    }

    fn union(&mut self, inner: &model::Type) -> Type {
        let null = Type::Name("null".to_owned());
        // A union cannot be a branch of another one.
        match self.ty(inner) {
            Type::Union(branches) => Type::Union([null].into_iter().chain(branches).collect()),
            ty => Type::Union(vec![null, ty]),
        }
    }

    /// The cases; those that are not listed are a string with their JSON.
    fn variant(&mut self, id: VariantId) -> Type {
        let model::Variant { cases, open, .. } = &self.model[id];
        let cases = cases.iter().map(|case| self.ty(&case.ty)).collect::<Vec<_>>();
        let unknown = open.then(|| Type::Name(Primitive::Json.avro().to_owned()));
        Type::Union(cases.into_iter().chain(unknown).collect())
    }

    /// The default of a field, if the schema has it.
    fn field_default(&self, field: &model::Field) -> Option<Value> {
        let value = match &field.presence {
            Presence::Required => None,
            Presence::Default(value) | Presence::Constant(value) => {
                default(self.model, &field.ty, value)
            }
            Presence::Optional => Some(Value::Null),
            Presence::Extra => Some(Value::Map(Vec::new())),
        }?;
        (self.model.avro.defaults || value == Value::Null).then_some(value)
    }

    fn doc(&self, description: &str) -> Option<String> {
        (self.model.avro.docs && !description.is_empty()).then(|| description.to_owned())
    }

    fn ty(&mut self, ty: &model::Type) -> Type {
        match ty {
            model::Type::List(item) => {
                Type::Array { kind: "array", items: Box::new(self.ty(item)) }
            }
            model::Type::Map(value) => Type::Map { kind: "map", values: Box::new(self.ty(value)) },
            model::Type::Nullable(inner) => self.union(inner),
            model::Type::Primitive(primitive) => self.primitive(*primitive),
            model::Type::Scalar(scalar) => self.primitive(self.model[*scalar].base),
            model::Type::Enum(id) => self.enumeration(&self.model[*id]),
            model::Type::Record(record) => self.record(*record),
            model::Type::Variant(variant) => self.variant(*variant),
        }
    }

    /// Dates and times have logical types only with a precision: without one they are texts.
    fn primitive(&self, primitive: Primitive) -> Type {
        let kind = primitive.avro();
        let logical = |logical| Type::Logical { kind, logical, precision: None, scale: None };
        match primitive {
            Primitive::Uuid if self.model.avro.logical_types => logical("uuid"),
            Primitive::Moment(moment) => {
                moment.logical().map_or_else(|| Type::Name(kind.to_owned()), logical)
            }
            Primitive::Decimal(Decimal { precision, scale, text: false }) => Type::Logical {
                kind,
                logical: "decimal",
                precision: Some(precision),
                scale: Some(scale),
            },
            Primitive::Decimal(_)
            | Primitive::Uuid
            | Primitive::Boolean
            | Primitive::Int
            | Primitive::Long
            | Primitive::Float
            | Primitive::Double
            | Primitive::String
            | Primitive::Bytes
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Json => Type::Name(kind.to_owned()),
        }
    }

    /// The whole record where it is met first (depth first, in field order), then its name.
    fn record(&mut self, id: RecordId) -> Type {
        let record = &self.model[id];
        let namespace = match (&record.avro_name, self.model.avro.namespace) {
            (Some(full), _) => split(full).0.unwrap_or_default(),
            (None, AvroNamespace::Domain) => domain(self.model, record.domain),
            (None, AvroNamespace::Event) => self.event.clone(),
        };
        if let Some(name) = self.written(&namespace, record.in_avro()) {
            return Type::Name(name);
        }
        let shown = self.shown(record.avro_name.as_ref(), &namespace);
        self.around.push(namespace);
        let fields = self.fields(&record.fields);
        self.around.pop();
        Type::Record(Record {
            name: record.in_avro().to_owned(),
            kind: "record",
            doc: self.doc(&record.description),
            fields,
            namespace: shown,
            custom: attributes(&record.properties),
        })
    }

    /// The whole enum where it is met first, then its name. What is no `enum` in Avro is a primitive.
    fn enumeration(&mut self, item: &model::Enum) -> Type {
        if !self.model.avro.has_symbols(item) {
            return self.primitive(item.primitive());
        }
        let namespace = match (&item.avro_name, self.model.avro.namespace) {
            (Some(full), _) => split(full).0.unwrap_or_default(),
            (None, AvroNamespace::Domain) => self.model.namespace.clone(),
            (None, AvroNamespace::Event) => self.event.clone(),
        };
        if let Some(name) = self.written(&namespace, item.in_avro()) {
            return Type::Name(name);
        }
        let symbol = |index: usize| model::wire_text(&item.values[index].wire);
        Type::Enum(Enum {
            name: item.in_avro().to_owned(),
            kind: "enum",
            doc: self.doc(&item.description),
            symbols: (0..item.values.len()).map(symbol).collect(),
            default: match item.unknown {
                Unknown::Default(index) => Some(symbol(index)),
                Unknown::Kept | Unknown::Refused => None,
            },
            namespace: self.shown(item.avro_name.as_ref(), &namespace),
            custom: attributes(&item.properties),
        })
    }

    /// The namespace of a type, unless it is that of the record around it and need not be written.
    fn shown(&self, own: Option<&String>, namespace: &str) -> Option<String> {
        let is_inherited = own.is_none() && self.model.avro.namespace == AvroNamespace::Event;
        let is_around = self.around.last().is_some_and(|around| around == namespace);
        (!is_inherited || !is_around).then(|| namespace.to_owned())
    }

    /// The name of a type that was written before; `None` if it is to be written now.
    fn written(&mut self, namespace: &str, name: &str) -> Option<String> {
        let full = format!("{namespace}.{name}");
        let first = self.seen.as_mut().is_some_and(|seen| seen.insert(full.clone()));
        // A name without a namespace has that of the record around it.
        let is_around = self.around.last().is_some_and(|around| around == namespace);
        let is_bare = self.model.avro.namespace == AvroNamespace::Event && is_around;
        (!first).then(|| if is_bare { name.to_owned() } else { full })
    }
}

/// The namespace of a domain.
fn domain(model: &Model, id: DomainId) -> String {
    format!("{}.{}", model.namespace, model[id].name)
}

/// The namespace of a full name, and the rest.
fn split(full: &str) -> (Option<String>, String) {
    match full.rsplit_once('.') {
        Some((namespace, name)) => (Some(namespace.to_owned()), name.to_owned()),
        None => (None, full.to_owned()),
    }
}

/// A default as Avro has it: `None` for bytes and decimals, whose text would be another one, and for a value of a
/// nullable type, since the default of a union is of its first branch, which is null.
fn default(model: &Model, ty: &model::Type, value: &Value) -> Option<Value> {
    match (ty, value) {
        (model::Type::Nullable(_), Value::Null) => Some(Value::Null),
        (model::Type::Nullable(_) | model::Type::Primitive(Primitive::Bytes), _) => None,
        (model::Type::Primitive(Primitive::Decimal(decimal)), _) if !decimal.text => None,
        (model::Type::Primitive(Primitive::Moment(moment)), Value::String(text))
            if !moment.text =>
        {
            text::moment(*moment, text).ok().map(|moment| Value::Int(moment.count()))
        }
        (model::Type::Primitive(Primitive::Json), json) => {
            Some(Value::String(render::json::compact(json)))
        }
        (model::Type::List(item), Value::List(values)) => {
            let values = values.iter().map(|value| default(model, item, value));
            values.collect::<Option<_>>().map(Value::List)
        }
        (model::Type::Map(inner), Value::Map(entries)) => {
            let entries = entries.iter();
            let entries =
                entries.map(|(key, value)| Some((key.clone(), default(model, inner, value)?)));
            entries.collect::<Option<_>>().map(Value::Map)
        }
        (model::Type::Record(id), Value::Map(entries)) => {
            let entries = model[*id].fields.iter().map(|field| {
                let value = entries.iter().find(|(name, _)| name == field.on_wire());
                let value = match (&field.presence, value.map(|(_, value)| value)) {
                    (Presence::Optional, None | Some(Value::Null)) => Value::Null,
                    (Presence::Optional, Some(_)) => return None,
                    // A value in the catalog has listed fields only.
                    (Presence::Extra, _) => Value::Map(Vec::new()),
                    (Presence::Required | Presence::Default(_) | Presence::Constant(_), value) => {
                        default(model, &field.ty, value?)?
                    }
                };
                Some((field.in_avro().to_owned(), value))
            });
            entries.collect::<Option<_>>().map(Value::Map)
        }
        (model::Type::Scalar(id), value) => {
            default(model, &model::Type::Primitive(model[*id].base), value)
        }
        (
            model::Type::Primitive(_)
            | model::Type::Enum(_)
            | model::Type::List(_)
            | model::Type::Map(_)
            | model::Type::Record(_),
            value,
        ) => Some(value.clone()),
        // The catalog has no values of variants.
        (model::Type::Variant(_), _) => None,
    }
}
