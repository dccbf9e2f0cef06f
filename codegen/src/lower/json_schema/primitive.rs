//! The schemas of primitive types and their limits.
//!
//! Most validators ignore formats, and those that check `date-time` refuse a time without an offset,
//! which is valid in events. So a pattern checks the text, days of the calendar included, and the
//! format is given as well if it is right.

use annals_catalog::model::{self, Format, Model, Number, Primitive, Type};
use annals_contract::pattern::{BASE64, DATE, DATETIME, OTHER_DATETIME, UUID};

use super::document::{Limits, Schema, Shape};

mod exact;

/// How a schema holds a primitive.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Any value is valid.
    Any,
    /// The type is written in place.
    Plain(&'static str),
    /// Fields refer to a definition with the name of the primitive.
    Shared,
}

pub(super) fn form(primitive: Primitive) -> Form {
    match primitive {
        Primitive::Boolean => Form::Plain("boolean"),
        Primitive::Int | Primitive::Long => Form::Plain("integer"),
        Primitive::Float | Primitive::Double => Form::Plain("number"),
        Primitive::String => Form::Plain("string"),
        Primitive::Bytes | Primitive::Date | Primitive::Datetime | Primitive::Uuid => Form::Shared,
        Primitive::Moment(_) | Primitive::Decimal(_) => Form::Shared,
        Primitive::Json => Form::Any,
    }
}

/// The definition that fields refer to.
pub(super) fn definition(primitive: Primitive) -> Option<Schema> {
    Some(match primitive {
        Primitive::Bytes => bytes(),
        Primitive::Date => date(),
        Primitive::Datetime => datetime(),
        Primitive::Uuid => uuid(),
        Primitive::Moment(moment) => exact::moment(moment),
        Primitive::Decimal(decimal) => exact::decimal(decimal),
        Primitive::Boolean | Primitive::Int | Primitive::Long => return None,
        Primitive::Float | Primitive::Double => return None,
        Primitive::String | Primitive::Json => return None,
    })
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
    let any_of = vec![text(Some("date-time"), None, DATETIME), text(None, None, OTHER_DATETIME)];
    let schema = Schema { shape: Shape::AnyOf { any_of }, ..Schema::default() };
    described("Date and time, with an offset from UTC or without one.", schema)
}

fn uuid() -> Schema {
    described("UUID with hyphens.", text(Some("uuid"), None, UUID))
}

/// The definition of a format, which strings in it refer to.
pub(super) fn in_format(format: Format) -> Schema {
    let (first, others) = format.patterns().split_first().expect("a format has a pattern");
    let mut schema = text(Some(format.name()), None, first);
    let other = |pattern: &&str| Schema { limits: matching(pattern), ..Schema::default() };
    schema.limits.all_of = others.iter().map(other).collect();
    described(&format!("String in the format {format}."), schema)
}

/// The same definition, without the patterns of what has a format.
pub(super) fn annotated(mut schema: Schema) -> Schema {
    match &mut schema.shape {
        Shape::Primitive { format: Some(_), .. } => schema.limits = Limits::default(),
        Shape::AnyOf { any_of } => {
            *any_of = std::mem::take(any_of).into_iter().map(annotated).collect();
        }
        _ => {}
    }
    schema
}

fn described(description: &str, schema: Schema) -> Schema {
    Schema { description: Some(description.to_owned()), ..schema }
}

fn text(format: Option<&'static str>, encoding: Option<&'static str>, pattern: &str) -> Schema {
    Schema {
        shape: Shape::Primitive { kind: "string", format, encoding },
        limits: matching(pattern),
        ..Schema::default()
    }
}

fn matching(pattern: &str) -> Limits {
    Limits { pattern: Some(pattern.to_owned()), ..Limits::default() }
}

/// Limits as keywords. Numbers without limits get the bounds of their type, unless they are of a
/// scalar, whose definition has these bounds.
pub(super) fn limits(model: &Model, ty: &Type, limits: &model::Limits) -> Limits {
    let (least, most) = (limits.min_length, limits.max_length);
    match ty {
        Type::Primitive(primitive) => of_primitive(*primitive, bounds(*primitive), limits),
        Type::Scalar(id) => of_primitive(model[*id].base, None, limits),
        Type::List(_) => Limits { min_items: least, max_items: most, ..Limits::default() },
        Type::Map(_) => Limits { min_properties: least, max_properties: most, ..Limits::default() },
        Type::Nullable(_) | Type::Enum(_) | Type::Record(_) | Type::Variant(_) => Limits::default(),
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
            multiple_of: limits.multiple_of,
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
        Primitive::Moment(_) | Primitive::Decimal(_) => Limits::default(),
        Primitive::Uuid | Primitive::Json => Limits::default(),
    }
}

/// The smallest and the largest number, as schemas print them.
pub fn bounds(primitive: Primitive) -> Option<(Number, Number)> {
    match primitive {
        Primitive::Int => Some((Number::Int(i32::MIN.into()), Number::Int(i32::MAX.into()))),
        Primitive::Long => Some((Number::Int(i64::MIN), Number::Int(i64::MAX))),
        // The largest float as it is usually printed, which is slightly above its exact value.
        Primitive::Float => Some((Number::Float(-3.402_823_5e38), Number::Float(3.402_823_5e38))),
        Primitive::Double | Primitive::Boolean | Primitive::String | Primitive::Bytes => None,
        Primitive::Moment(_) | Primitive::Decimal(_) => None,
        Primitive::Date | Primitive::Datetime | Primitive::Uuid | Primitive::Json => None,
    }
}

/// How base64 ends, by the number of bytes modulo three.
const ENDS: [(u64, &str); 3] = [(0, "(?:^|[^=])$"), (1, "==$"), (2, "[^=]=$")];

/// Limits of a number of bytes, as limits of their base64. The padding makes the length of the text a
/// multiple of four, so that three numbers of bytes have the same length of text; if a limit is
/// between them, patterns look at the padding.
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
        // No number of bytes within the limits has this end.
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
