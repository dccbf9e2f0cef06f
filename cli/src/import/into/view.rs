//! What a source can say of an event, so that only that is compared with the catalog.

use annals_catalog::model::{
    AvroNamespace, Enum, Event, Field, Limits, Model, Number, Presence, Primitive, Record, Scalar,
    Type, Value,
};
use annals_codegen::render::json;

use crate::import::Format;

/// How a source says what events are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Avro,
    JsonSchema,
    /// The library of Open edX.
    OpenEdx,
    /// A catalog of another tool.
    Catalog,
}

impl View {
    pub(super) fn of(format: Format) -> Self {
        match format {
            Format::Avro => Self::Avro,
            Format::JsonSchema | Format::Asyncapi | Format::Cloudevents => Self::JsonSchema,
            Format::OpenEdx => Self::OpenEdx,
            Format::Otel | Format::Glean | Format::Protobuf => Self::Catalog,
        }
    }

    /// True if types have names of their own, and not those that the import made.
    pub(super) fn names_types(self) -> bool {
        match self {
            Self::Avro | Self::OpenEdx => true,
            Self::JsonSchema | Self::Catalog => false,
        }
    }

    /// True for a source that says what the catalog says of events, such as their names and domains.
    pub(super) fn is_catalog(self) -> bool {
        match self {
            Self::OpenEdx => true,
            Self::Avro | Self::JsonSchema | Self::Catalog => false,
        }
    }

    /// True if the fields of a value have an order.
    pub(super) fn orders_fields(self) -> bool {
        match self {
            Self::Avro | Self::OpenEdx => true,
            Self::JsonSchema | Self::Catalog => false,
        }
    }

    /// What a field is called.
    pub(super) fn field(self, field: &Field) -> &str {
        match self {
            _ if field.presence.is_extra() => "*",
            Self::Avro => field.in_avro(),
            Self::JsonSchema | Self::Catalog => field.on_wire(),
            Self::OpenEdx => &field.name,
        }
    }

    /// The type of a field. In Avro, a field that may be absent is null then.
    pub(super) fn ty(self, field: &Field) -> Type {
        let is_nullable = matches!(field.ty, Type::Nullable(_));
        if self == Self::Avro && field.presence.is_optional() && !is_nullable {
            return Type::Nullable(Box::new(field.ty.clone()));
        }
        field.ty.clone()
    }

    /// True if the values of an enum are listed; else it is a primitive.
    pub(super) fn lists_values(self, catalog: &Model, item: &Enum) -> bool {
        match self {
            Self::Avro => catalog.avro.has_symbols(item),
            Self::JsonSchema | Self::OpenEdx | Self::Catalog => true,
        }
    }

    /// A primitive as the source writes it, in the form that the catalog has.
    pub(super) fn primitive(self, catalog: &Model, primitive: Primitive) -> String {
        let is_logical = match primitive {
            Primitive::Uuid => catalog.avro.logical_types,
            Primitive::Moment(moment) => moment.logical().is_some(),
            Primitive::Decimal(decimal) => !decimal.text,
            Primitive::Boolean | Primitive::Int | Primitive::Long | Primitive::Float => false,
            Primitive::Double | Primitive::String | Primitive::Bytes | Primitive::Date => false,
            Primitive::Datetime | Primitive::Json => false,
        };
        if self == Self::Avro && !is_logical {
            return primitive.avro().to_owned();
        }
        primitive.spelling().into_owned()
    }

    /// The path to the key of an event.
    pub(super) fn key(self, model: &Model, event: &Event) -> Option<String> {
        let (mut fields, mut path) = (event.data.as_slice(), Vec::new());
        for step in &event.key.as_ref()?.steps {
            let field = fields.get(*step)?;
            path.push(self.field(field));
            fields = field.ty.record().map_or(&[], |id| model[id].fields.as_slice());
        }
        Some(path.join("."))
    }

    /// The value of a field that a payload does not have, if the source says so.
    pub(super) fn default(self, catalog: &Model, field: &Field) -> Option<String> {
        let value = match (&field.presence, &field.ty) {
            (Presence::Required, _) => return None,
            (Presence::Optional, _) => &Value::Null,
            (Presence::Default(value), _) => value,
            (Presence::Constant(value), _) if self == Self::Avro => value,
            (Presence::Constant(_) | Presence::Extra, _) => return None,
        };
        let has_defaults = match self {
            Self::Avro => catalog.avro.defaults,
            Self::JsonSchema | Self::Catalog => !field.presence.is_optional(),
            Self::OpenEdx => true,
        };
        (has_defaults || (*value == Value::Null && self == Self::Avro))
            .then(|| json::compact(value))
    }

    /// The only value of a field, if the source says so.
    pub(super) fn constant(self, field: &Field) -> Option<String> {
        field.presence.constant().filter(|_| self == Self::JsonSchema).map(json::compact)
    }

    /// Whether a payload must have a field, if the source says so.
    pub(super) fn required(self, field: &Field) -> Option<bool> {
        let says_so = match self {
            Self::JsonSchema | Self::Catalog => !field.presence.is_extra(),
            Self::Avro | Self::OpenEdx => false,
        };
        says_so.then(|| field.presence.is_required())
    }

    /// The limits of a field as text, and those of its scalar `with_scalar`, if the source says them.
    pub(super) fn limits(self, model: &Model, field: &Field, with_scalar: bool) -> Option<String> {
        let ty = match &field.ty {
            Type::Nullable(inner) => inner,
            other => other,
        };
        if let (Type::Scalar(id), true) = (ty, with_scalar) {
            return self.limits_text(&both(&field.limits, &model[*id].limits));
        }
        self.limits_text(&field.limits)
    }

    /// The limits of a scalar, if it has some and the source says them.
    pub(super) fn scalar_limits(self, scalar: &Scalar) -> Option<String> {
        self.limits_text(&scalar.limits)
    }

    fn limits_text(self, limits: &Limits) -> Option<String> {
        (self == Self::JsonSchema).then(|| limits_text(limits)).filter(|text| !text.is_empty())
    }

    /// The full name of the top record of an event in Avro.
    pub(super) fn event_name(self, model: &Model, event: &Event) -> Option<String> {
        let domain = &model[event.domain].name;
        let usual = || usual_event_name(model, domain, &event.name, &event.event_type);
        (self == Self::Avro).then(|| event.avro_name.clone().unwrap_or_else(usual))
    }

    /// What a record is called, if that is not made by the import.
    pub(super) fn record_name(self, model: &Model, record: &Record) -> Option<String> {
        let usual = || usual_record_name(model, &model[record.domain].name, &record.name);
        match self {
            Self::Avro => Some(record.avro_name.clone().unwrap_or_else(usual)),
            Self::OpenEdx => Some(record.name.clone()),
            Self::JsonSchema | Self::Catalog => None,
        }
    }
}

/// The full name in Avro of the top record of an event that does not say another.
pub(super) fn usual_event_name(
    model: &Model,
    domain: &str,
    name: &str,
    event_type: &str,
) -> String {
    let profile = &model.avro;
    let namespace = match (profile.namespace, &profile.record) {
        (AvroNamespace::Domain, None) => in_domain(model, domain),
        (AvroNamespace::Domain, Some(_)) | (AvroNamespace::Event, _) => event_type.to_owned(),
    };
    format!("{namespace}.{}", profile.top_record(name))
}

/// The full name in Avro of a record that does not say another; its name alone if its namespace is that of the event.
pub(super) fn usual_record_name(model: &Model, domain: &str, name: &str) -> String {
    match model.avro.namespace {
        AvroNamespace::Domain => format!("{}.{name}", in_domain(model, domain)),
        AvroNamespace::Event => name.to_owned(),
    }
}

/// The namespace of a domain in Avro.
fn in_domain(model: &Model, name: &str) -> String {
    format!("{}.{name}", model.namespace)
}

/// The limits of a field and of its scalar together.
fn both(field: &Limits, scalar: &Limits) -> Limits {
    Limits {
        min: field.min.or(scalar.min),
        max: field.max.or(scalar.max),
        multiple_of: field.multiple_of.or(scalar.multiple_of),
        min_length: field.min_length.or(scalar.min_length),
        max_length: field.max_length.or(scalar.max_length),
        format: field.format.or(scalar.format),
        pattern: field.pattern.clone().or_else(|| scalar.pattern.clone()),
    }
}

/// Limits as the catalog spells them.
fn limits_text(limits: &Limits) -> String {
    let Limits { min, max, multiple_of, min_length, max_length, format, pattern } = limits;
    let words = [
        min.map(|value| format!("min: {}", number(value))),
        max.map(|value| format!("max: {}", number(value))),
        multiple_of.map(|value| format!("multiple_of: {}", number(value))),
        min_length.map(|value| format!("min_length: {value}")),
        max_length.map(|value| format!("max_length: {value}")),
        format.map(|value| format!("format: {value}")),
        pattern.as_ref().map(|value| format!("pattern: {value}")),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn number(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
    }
}
