//! Prepares the types of an event for checking many payloads, with compiled patterns.

use std::collections::BTreeSet;

use annals_catalog::model::{
    self, Core, Decimal, Format, Model, Moment, Number, Primitive, RecordId, Tag, Type, Unknown,
    VariantId, wire_text,
};
use annals_codegen::render::json::compact;
use regex_lite::Regex;

/// What payloads are checked against.
#[derive(Debug)]
pub(super) struct Plan {
    /// The data of the event.
    pub(super) data: Expected,
    /// An envelope around it.
    pub(super) envelope: Expected,
    /// Parallel to [`Model::records`], with `None` for records that the data does not contain. Two
    /// more follow: the data itself and the envelope.
    records: Vec<Option<Fields>>,
    /// Parallel to [`Model::variants`], in the same way.
    variants: Vec<Option<Variant>>,
}

/// A variant.
#[derive(Debug)]
pub(super) struct Variant {
    /// With its domain.
    pub(super) name: String,
    pub(super) tag: Tag,
    /// Whether other tags are valid too.
    pub(super) open: bool,
    /// In the order of the branches in Avro.
    pub(super) cases: Vec<Case>,
}

/// A case of a variant.
#[derive(Debug)]
pub(super) struct Case {
    /// The value of the tag.
    pub(super) tag: String,
    pub(super) value: Expected,
    /// Whether the tag is a field of the record.
    pub(super) has_tag: bool,
}

/// The fields of a record or of the data, in wire order.
#[derive(Debug)]
pub(super) struct Fields(pub(super) Vec<Field>);

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// Its name in JSON.
    pub(super) wire: String,
    pub(super) value: Expected,
    pub(super) required: bool,
    /// It may be absent, which Avro writes as null.
    pub(super) optional: bool,
    /// It is the map of the fields that an open record does not list, which JSON has beside the
    /// others.
    pub(super) extra: bool,
    pub(super) pii: bool,
}

/// A type with its limits.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) shape: Shape,
    pub(super) nullable: bool,
    /// The limits of the scalar and those of the field.
    pub(super) limits: Vec<Limits>,
}

/// A type without its limits; an enum is a string, a symbol or a long.
#[derive(Debug)]
pub(super) enum Shape {
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Text,
    /// Text that is one of these, which in Avro is a position.
    Symbol(Vec<String>),
    Bytes,
    Date,
    Datetime,
    Uuid,
    Moment(Moment),
    Decimal(Decimal),
    Json,
    List(Box<Expected>),
    Map(Box<Expected>),
    Record(RecordId),
    Variant(VariantId),
}

/// The kind of a value in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Number,
    Text,
    List,
    Object,
}

/// The limits of a scalar or a field.
#[derive(Debug)]
pub(super) struct Limits {
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) multiple_of: Option<Number>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) format: Option<Format>,
    pub(super) pattern: Option<Regex>,
    /// The values of a closed enum, or the only one of a constant.
    pub(super) listed: Option<Listed>,
}

/// The only values that readers accept.
#[derive(Debug)]
pub(super) struct Listed {
    /// What is expected, for messages.
    pub(super) expected: String,
    /// Strings, or numbers and booleans as JSON.
    pub(super) values: BTreeSet<String>,
}

impl Plan {
    pub(super) fn new(model: &Model, data: &[model::Field]) -> Self {
        let mut records: Vec<Option<Fields>> = model.records.iter().map(|_| None).collect();
        let mut waiting = Vec::new();
        let data = fields(model, data, &mut waiting);
        let mut add = |fields: Fields| {
            let id = u32::try_from(records.len()).expect("the index of a record fits in 32 bits");
            records.push(Some(fields));
            RecordId(id)
        };
        let data = add(data);
        let envelope = add(envelope(data));
        let mut variants: Vec<Option<Variant>> = model.variants.iter().map(|_| None).collect();
        while let Some(next) = waiting.pop() {
            match next {
                Core::Record(id) if records[id.0 as usize].is_none() => {
                    let made = fields(model, &model[id].fields, &mut waiting);
                    records[id.0 as usize] = Some(made);
                }
                Core::Variant(id) if variants[id.0 as usize].is_none() => {
                    variants[id.0 as usize] = Some(variant(model, id, &mut waiting));
                }
                Core::Record(_)
                | Core::Variant(_)
                | Core::Primitive(_)
                | Core::Scalar(_)
                | Core::Enum(_) => {}
            }
        }
        let plain = |record| Expected::plain(Shape::Record(record));
        Self { data: plain(data), envelope: plain(envelope), records, variants }
    }

    pub(super) fn record(&self, record: RecordId) -> &Fields {
        let fields = self.records.get(record.0 as usize).and_then(Option::as_ref);
        fields.expect("every record in the data is in the plan")
    }
}

impl Plan {
    pub(super) fn variant(&self, variant: VariantId) -> &Variant {
        let found = self.variants.get(variant.0 as usize).and_then(Option::as_ref);
        found.expect("every variant in the data is in the plan")
    }
}

impl Variant {
    /// The case without a tag whose values are of this kind, if it is the only one.
    pub(super) fn of_kind(&self, kind: Kind) -> Option<&Case> {
        let mut cases = self.cases_of(kind).filter(|_| self.tag == Tag::None);
        cases.next().filter(|_| cases.next().is_none())
    }

    /// True if the keys of an object say which case it is.
    pub(super) fn is_in_keys(&self) -> bool {
        self.tag != Tag::None || self.cases_of(Kind::Object).nth(1).is_some()
    }

    fn cases_of(&self, kind: Kind) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(move |case| case.value.shape.kind() == Some(kind))
    }
}

impl Shape {
    fn kind(&self) -> Option<Kind> {
        match self {
            Self::Boolean => Some(Kind::Boolean),
            Self::Int | Self::Long | Self::Float | Self::Double => Some(Kind::Number),
            Self::Text | Self::Symbol(_) | Self::Bytes | Self::Date => Some(Kind::Text),
            Self::Datetime | Self::Uuid | Self::Moment(_) | Self::Decimal(_) => Some(Kind::Text),
            Self::List(_) => Some(Kind::List),
            Self::Map(_) | Self::Record(_) => Some(Kind::Object),
            Self::Json | Self::Variant(_) => None,
        }
    }
}

impl Expected {
    /// A value without limits that must not be null.
    fn plain(shape: Shape) -> Self {
        Self { shape, nullable: false, limits: Vec::new() }
    }
}

impl Fields {
    /// Finds a field by name. Payloads usually have their keys in order, so the search begins at
    /// `expected`.
    pub(super) fn find(&self, name: &str, expected: usize) -> Option<usize> {
        let count = self.0.len();
        let order = (expected..count).chain(0..expected.min(count));
        let is_it = |field: &Field| field.wire == name && !field.extra;
        order.into_iter().find(|index| is_it(&self.0[*index]))
    }

    /// The field of an open record, and what each field that is not listed must hold.
    pub(super) fn others(&self) -> Option<(&Field, &Expected)> {
        let field = self.0.last().filter(|field| field.extra)?;
        match &field.value.shape {
            Shape::Map(value) => Some((field, value)),
            _ => None,
        }
    }
}

/// The object around a payload on a bus or in a log; its metadata may be anything.
fn envelope(data: RecordId) -> Fields {
    let field = |name: &str, shape, required| Field {
        name: name.to_owned(),
        wire: name.to_owned(),
        value: Expected::plain(shape),
        required,
        optional: !required,
        extra: false,
        pii: false,
    };
    Fields(vec![field("metadata", Shape::Json, false), field("data", Shape::Record(data), true)])
}

fn fields(model: &Model, fields: &[model::Field], waiting: &mut Vec<Core>) -> Fields {
    let field = |field: &model::Field| {
        let mut value = value(model, &field.ty, &field.limits, waiting);
        value.limits.extend(field.presence.constant().map(constant));
        Field {
            name: field.name.clone(),
            wire: field.on_wire().to_owned(),
            value,
            required: field.presence.is_required(),
            optional: field.presence.is_optional(),
            extra: field.presence.is_extra(),
            pii: field.pii,
        }
    };
    Fields(fields.iter().map(field).collect())
}

fn variant(model: &Model, id: VariantId, waiting: &mut Vec<Core>) -> Variant {
    let variant = &model[id];
    let inside = matches!(variant.tag, Tag::Inside(_));
    let mut case = |case: &model::Case| Case {
        tag: case.on_wire().to_owned(),
        value: value(model, &case.ty, &model::Limits::default(), waiting),
        has_tag: inside && variant.tag_beside(model, case).is_none(),
    };
    Variant {
        name: model.qualified_variant(id),
        tag: variant.tag.clone(),
        open: variant.open,
        cases: variant.cases.iter().map(&mut case).collect(),
    }
}

fn value(model: &Model, ty: &Type, limits: &model::Limits, waiting: &mut Vec<Core>) -> Expected {
    let mut own = Vec::new();
    if *limits != model::Limits::default() {
        own.push(planned_limits(limits));
    }
    let mut inner = |ty: &Type| Box::new(value(model, ty, &model::Limits::default(), waiting));
    let shape = match ty {
        Type::Nullable(some) => {
            return Expected { nullable: true, ..value(model, some, limits, waiting) };
        }
        Type::Scalar(scalar) => {
            let scalar = &model[*scalar];
            let mut base = value(model, &Type::Primitive(scalar.base), &scalar.limits, waiting);
            base.limits.extend(own);
            return base;
        }
        Type::Record(record) => {
            waiting.push(Core::Record(*record));
            Shape::Record(*record)
        }
        Type::Variant(variant) => {
            waiting.push(Core::Variant(*variant));
            Shape::Variant(*variant)
        }
        Type::List(item) => Shape::List(inner(item)),
        Type::Map(value) => Shape::Map(inner(value)),
        Type::Enum(id) => {
            let enumeration = &model[*id];
            own.extend(closed(enumeration));
            if enumeration.is_numeric() {
                Shape::Long
            } else if model.avro.has_symbols(enumeration) {
                let symbols = enumeration.values.iter().map(|value| wire_text(&value.wire));
                Shape::Symbol(symbols.collect())
            } else {
                Shape::Text
            }
        }
        Type::Primitive(primitive) => match primitive {
            Primitive::Boolean => Shape::Boolean,
            Primitive::Int => Shape::Int,
            Primitive::Long => Shape::Long,
            Primitive::Float => Shape::Float,
            Primitive::Double => Shape::Double,
            Primitive::String => Shape::Text,
            Primitive::Bytes => Shape::Bytes,
            Primitive::Date => Shape::Date,
            Primitive::Datetime => Shape::Datetime,
            Primitive::Uuid => Shape::Uuid,
            Primitive::Moment(moment) => Shape::Moment(*moment),
            Primitive::Decimal(decimal) => Shape::Decimal(*decimal),
            Primitive::Json => Shape::Json,
        },
    };
    Expected { shape, nullable: false, limits: own }
}

/// The limits of a closed enum.
fn closed(enumeration: &model::Enum) -> Option<Limits> {
    match enumeration.unknown {
        Unknown::Kept => return None,
        Unknown::Refused | Unknown::Default(_) => {}
    }
    let wires =
        enumeration.values.iter().flat_map(|value| [&value.wire].into_iter().chain(&value.aliases));
    let values = wires.map(wire_text).collect();
    Some(among(format!("a value of `{}`", enumeration.name), values))
}

/// The limits of a constant.
fn constant(value: &model::Value) -> Limits {
    let json = compact(value);
    let text = match value {
        model::Value::String(text) => text.clone(),
        _ => json.clone(),
    };
    among(json, BTreeSet::from([text]))
}

fn among(expected: String, values: BTreeSet<String>) -> Limits {
    let listed = Some(Listed { expected, values });
    Limits { listed, ..planned_limits(&model::Limits::default()) }
}

fn planned_limits(limits: &model::Limits) -> Limits {
    Limits {
        min: limits.min,
        max: limits.max,
        multiple_of: limits.multiple_of,
        min_length: limits.min_length,
        max_length: limits.max_length,
        format: limits.format,
        // The front end has checked that it compiles.
        pattern: limits.pattern.as_deref().and_then(|pattern| Regex::new(pattern).ok()),
        listed: None,
    }
}
