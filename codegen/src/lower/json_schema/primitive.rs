//! A primitive type and its limits in; the schema that says them out.
//!
//! Formats alone are comments to most validators, and those that assert `date-time` refuse a time
//! without an offset, which events have. So a pattern does the work, calendar included, and the
//! format stands beside it where it holds.

use annals_catalog::model::{self, Model, Number, Type};

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

/// The definition of a primitive that takes more than a line to say; fields refer to it.
pub(super) fn shared(ty: &Type) -> Schema {
    let (description, schema) = match ty {
        Type::Bytes => ("Bytes in base64.", text(None, Some("base64"), BASE64)),
        Type::Date => ("Calendar date.", text(Some("date"), None, DATE)),
        Type::Uuid => ("UUID with hyphens.", text(Some("uuid"), None, UUID)),
        _ => {
            let any_of = vec![text(Some("date-time"), None, STRICT), text(None, None, LAX)];
            let schema = Schema { shape: Shape::AnyOf { any_of }, ..Schema::default() };
            ("Date and time, with an offset from UTC or without one.", schema)
        }
    };
    Schema { description: Some(description.to_owned()), ..schema }
}

fn text(format: Option<&'static str>, encoding: Option<&'static str>, pattern: &str) -> Schema {
    Schema {
        shape: Shape::Primitive { kind: "string", format, encoding },
        limits: Limits { pattern: Some(pattern.to_owned()), ..Limits::default() },
        ..Schema::default()
    }
}

/// A primitive that is said where it stands.
pub(super) fn inline(ty: &Type) -> Shape {
    let kind = match ty {
        Type::Boolean => "boolean",
        Type::Int | Type::Long => "integer",
        Type::Float | Type::Double => "number",
        Type::Json => return Shape::Any,
        _ => "string",
    };
    Shape::Primitive { kind, format: None, encoding: None }
}

/// Limits as keywords; numbers get the bounds of their type where they have none of their own.
pub(super) fn limits(model: &Model, ty: &Type, limits: &model::Limits) -> Limits {
    let (least, most) = (limits.min_length, limits.max_length);
    let base = if let Type::Scalar(scalar) = ty { &model[*scalar].base } else { ty };
    match base {
        Type::List(_) => Limits { min_items: least, max_items: most, ..Limits::default() },
        Type::Map(_) => Limits { min_properties: least, max_properties: most, ..Limits::default() },
        Type::Bytes => base64_limits(least, most),
        _ => {
            let (minimum, maximum) = bounds(ty);
            Limits {
                pattern: limits.pattern.clone(),
                minimum: limits.min.or(minimum),
                maximum: limits.max.or(maximum),
                min_length: least,
                max_length: most,
                ..Limits::default()
            }
        }
    }
}

fn bounds(ty: &Type) -> (Option<Number>, Option<Number>) {
    let (least, most) = match ty {
        Type::Int => (Number::Int(i32::MIN.into()), Number::Int(i32::MAX.into())),
        Type::Long => (Number::Int(i64::MIN), Number::Int(i64::MAX)),
        // The largest float as everybody prints it, which is a little above its exact value.
        Type::Float => (Number::Float(-3.402_823_5e38), Number::Float(3.402_823_5e38)),
        _ => return (None, None),
    };
    (Some(least), Some(most))
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
