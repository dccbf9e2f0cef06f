//! A primitive type and its limits in; the schema that says them out.
//!
//! Formats alone are comments to most validators, and those that assert `date-time` refuse a time
//! without an offset, which events have. So a pattern does the work, calendar included, and the
//! format stands beside it where it holds.

use annals_catalog::model::{self, Model, Number, Primitive, Type};

use super::document::{Limits, Schema, Shape};

/// A day that exists, of the years 0001 to 9999.
macro_rules! date {
    () => {
        concat!(
            "(?:(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])",
            "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
            "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))",
            "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])",
            "|(?:0[48]|[2468][048]|[13579][26])00)-02-29)",
        )
    };
}

/// A time of day, to the microsecond.
macro_rules! time {
    () => {
        "[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6}0{0,3})?"
    };
}

/// An offset to the minute.
macro_rules! offset {
    () => {
        "[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
    };
}

const DATE: &str = concat!("^", date!(), "$");
/// What RFC 3339 calls a date-time.
const STRICT: &str = concat!("^", date!(), time!(), "(?:[Zz]|", offset!(), ")$");
/// What it does not: no offset, or one to the second.
const LAX: &str = concat!("^", date!(), time!(), "(?:", offset!(), ":[0-5][0-9])?$");
const UUID: &str = "^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
/// The bits that padding leaves over are zero.
const BASE64: &str = concat!(
    "^(?:[A-Za-z0-9+/]{4})*",
    "(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
);

/// How a schema holds a primitive.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// It takes any value.
    Any,
    /// The type is written in place.
    Plain(&'static str),
    /// It takes more than a line, so it has a definition of its name, which fields refer to.
    Shared(fn() -> Schema),
}

pub(super) fn form(primitive: Primitive) -> Form {
    match primitive {
        Primitive::Boolean => Form::Plain("boolean"),
        Primitive::Int | Primitive::Long => Form::Plain("integer"),
        Primitive::Float | Primitive::Double => Form::Plain("number"),
        Primitive::String => Form::Plain("string"),
        Primitive::Bytes => Form::Shared(bytes),
        Primitive::Date => Form::Shared(date),
        Primitive::Datetime => Form::Shared(datetime),
        Primitive::Uuid => Form::Shared(uuid),
        Primitive::Json => Form::Any,
    }
}

/// The definition that fields refer to.
pub(super) fn definition(primitive: Primitive) -> Option<Schema> {
    match form(primitive) {
        Form::Shared(schema) => Some(schema()),
        Form::Any | Form::Plain(_) => None,
    }
}

/// A type without format or encoding.
pub(super) fn plain(kind: &'static str) -> Shape {
    Shape::Primitive { kind, format: None, encoding: None }
}

fn bytes() -> Schema {
    described("Bytes in base64.", text(None, Some("base64"), BASE64))
}

fn date() -> Schema {
    described("Calendar date.", text(Some("date"), None, DATE))
}

fn datetime() -> Schema {
    let any_of = vec![text(Some("date-time"), None, STRICT), text(None, None, LAX)];
    let schema = Schema { shape: Shape::AnyOf { any_of }, ..Schema::default() };
    described("Date and time, with an offset from UTC or without one.", schema)
}

fn uuid() -> Schema {
    described("UUID with hyphens.", text(Some("uuid"), None, UUID))
}

fn described(description: &str, schema: Schema) -> Schema {
    Schema { description: Some(description.to_owned()), ..schema }
}

fn text(format: Option<&'static str>, encoding: Option<&'static str>, pattern: &str) -> Schema {
    Schema {
        shape: Shape::Primitive { kind: "string", format, encoding },
        limits: Limits { pattern: Some(pattern.to_owned()), ..Limits::default() },
        ..Schema::default()
    }
}

/// Limits as keywords; numbers get the bounds of their type where they have none of their own.
/// The definition of a scalar has those of its base already.
pub(super) fn limits(model: &Model, ty: &Type, limits: &model::Limits) -> Limits {
    let (least, most) = (limits.min_length, limits.max_length);
    match ty {
        Type::Primitive(primitive) => of_primitive(*primitive, bounds(*primitive), limits),
        Type::Scalar(id) => of_primitive(model[*id].base, None, limits),
        Type::List(_) => Limits { min_items: least, max_items: most, ..Limits::default() },
        Type::Map(_) => Limits { min_properties: least, max_properties: most, ..Limits::default() },
        Type::Nullable(_) | Type::Enum(_) | Type::Record(_) => Limits::default(),
    }
}

fn of_primitive(
    primitive: Primitive,
    bounds: Option<(Number, Number)>,
    limits: &model::Limits,
) -> Limits {
    match primitive {
        Primitive::Int | Primitive::Long | Primitive::Float | Primitive::Double => Limits {
            minimum: limits.min.or(bounds.map(|(minimum, _)| minimum)),
            maximum: limits.max.or(bounds.map(|(_, maximum)| maximum)),
            ..Limits::default()
        },
        Primitive::String => Limits {
            pattern: limits.pattern.clone(),
            min_length: limits.min_length,
            max_length: limits.max_length,
            ..Limits::default()
        },
        Primitive::Bytes => base64_limits(limits.min_length, limits.max_length),
        Primitive::Boolean | Primitive::Date | Primitive::Datetime => Limits::default(),
        Primitive::Uuid | Primitive::Json => Limits::default(),
    }
}

/// The smallest and the largest number, as schemas print them.
pub fn bounds(primitive: Primitive) -> Option<(Number, Number)> {
    match primitive {
        Primitive::Int => Some((Number::Int(i32::MIN.into()), Number::Int(i32::MAX.into()))),
        Primitive::Long => Some((Number::Int(i64::MIN), Number::Int(i64::MAX))),
        // The largest float as it is usually printed, which is a little above its exact value.
        Primitive::Float => Some((Number::Float(-3.402_823_5e38), Number::Float(3.402_823_5e38))),
        Primitive::Double | Primitive::Boolean | Primitive::String | Primitive::Bytes => None,
        Primitive::Date | Primitive::Datetime | Primitive::Uuid | Primitive::Json => None,
    }
}

/// How base64 ends when so many bytes more than a multiple of three are in it.
const ENDS: [(u64, &str); 3] = [(0, "(?:^|[^=])$"), (1, "==$"), (2, "[^=]=$")];

/// Limits to numbers of bytes, for text in base64, where padding fills to four characters: one
/// length of text stands for three lengths of bytes, so the padding may have to tell them apart.
fn base64_limits(least: Option<u64>, most: Option<u64>) -> Limits {
    let exact = least.is_none_or(|least| least == 0 || least % 3 == 1)
        && most.is_none_or(|most| most.is_multiple_of(3));
    if exact {
        let length = |bytes: u64| bytes.div_ceil(3).saturating_mul(4);
        return Limits {
            min_length: least.map(length),
            max_length: most.map(length),
            ..Limits::default()
        };
    }
    let ends = ENDS.into_iter().filter_map(|(more, pattern)| {
        let length = |groups: u64| groups.saturating_add(more.min(1)).saturating_mul(4);
        let fewest = least.unwrap_or(0).saturating_sub(more).div_ceil(3);
        let greatest = most.map(|most| most.checked_sub(more).map(|most| most / 3));
        // Too few bytes are allowed for any text with this end.
        let greatest = match greatest {
            Some(None) => return None,
            Some(Some(greatest)) if greatest < fewest => return None,
            Some(greatest) => greatest,
            None => None,
        };
        Some(Limits {
            pattern: Some(pattern.to_owned()),
            min_length: Some(length(fewest)).filter(|length| *length > 0),
            max_length: greatest.map(length),
            ..Limits::default()
        })
    });
    Limits { any_of: ends.collect(), ..Limits::default() }
}
