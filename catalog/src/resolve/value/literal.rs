//! Reads values of primitives and enums, and checks limits.

use crate::ast::{self, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::model::{EnumId, Limits, Number, Primitive, Value};
use crate::parse::typed;
use crate::resolve::bind::{Binder, did_you_mean};
use crate::resolve::enums;
use crate::resolve::float;
use crate::resolve::limits::{Checked, above};
use crate::resolve::value::{canonical, hint, mismatch, report_mismatch};
use crate::rule::meaning::{VALUE_LIMIT, VALUE_TYPE};
use crate::sort;
use crate::suggest::Near;
use crate::text;

/// The greatest number of values of an enum that are considered as meant by a plain scalar.
const MEANT: usize = 8;

/// Reads a primitive and checks its limits.
pub(super) fn primitive(
    diagnostics: &mut Diagnostics,
    primitive: Primitive,
    checked: Option<&Checked>,
    value: &ast::Value,
) -> Option<Value> {
    let read = match primitive {
        Primitive::Boolean => boolean(diagnostics, value),
        Primitive::Int => int(diagnostics, value),
        Primitive::Long => long(diagnostics, value),
        Primitive::Float => real(diagnostics, true, value),
        Primitive::Double => real(diagnostics, false, value),
        Primitive::String => string(diagnostics, value),
        Primitive::Bytes => formed(diagnostics, canonical::base64, hint::base64, value),
        Primitive::Date => formed(diagnostics, canonical::date, hint::date, value),
        Primitive::Datetime => formed(diagnostics, canonical::datetime, hint::datetime, value),
        Primitive::Uuid => formed(diagnostics, canonical::uuid, hint::uuid, value),
        Primitive::Moment(moment) => {
            let read = |text: &str| canonical::moment(moment, text);
            formed(diagnostics, read, hint::moment(moment), value)
        }
        Primitive::Decimal(decimal) => {
            let read = |text: &str| canonical::decimal(decimal, text);
            if let ValueKind::Int(_) | ValueKind::Float(_) = value.kind {
                return string(diagnostics, value);
            }
            formed(diagnostics, read, hint::decimal, value)
        }
        Primitive::Json => json(diagnostics, value),
    };
    limited(diagnostics, Some(primitive), checked, value, read?)
}

fn boolean(diagnostics: &mut Diagnostics, value: &ast::Value) -> Option<Value> {
    match &value.kind {
        ValueKind::Bool(truth) => Some(Value::Bool(*truth)),
        _ => mismatch(diagnostics, "`true` or `false`", "write it without quotes: `true`", value),
    }
}

fn int(diagnostics: &mut Diagnostics, value: &ast::Value) -> Option<Value> {
    match value.kind {
        ValueKind::Int(number) if i32::try_from(number).is_err() => {
            let hint = "the type goes from -2147483648 to 2147483647; a `long` holds more";
            refuse(diagnostics, value, format!("{number} does not fit into 32 bits"), hint)
        }
        _ => long(diagnostics, value),
    }
}

fn long(diagnostics: &mut Diagnostics, value: &ast::Value) -> Option<Value> {
    match value.kind {
        ValueKind::Int(number) => Some(Value::Int(number)),
        ValueKind::Float(number) if number.is_finite() && number.fract() == 0.0 => {
            let hint = "a `long` goes from -9223372036854775808 to 9223372036854775807";
            refuse(diagnostics, value, "expected a whole number within 64 bits".to_owned(), hint)
        }
        _ => mismatch(diagnostics, "a whole number", &hint::whole(value), value),
    }
}

fn real(diagnostics: &mut Diagnostics, single: bool, value: &ast::Value) -> Option<Value> {
    let number = match value.kind {
        ValueKind::Int(number) => number as f64,
        ValueKind::Float(number) => number,
        _ => return mismatch(diagnostics, "a number", &hint::number(value), value),
    };
    if !number.is_finite() {
        let hint = "write a finite number, or make the type nullable and write `null`";
        return refuse(diagnostics, value, "JSON has only finite numbers".to_owned(), hint);
    }
    let rounded = float::rounded(single, number);
    if !rounded.is_finite() {
        let message = format!("{number:e} does not fit into 32 bits");
        return refuse(
            diagnostics,
            value,
            message,
            "make the type `double`, which has a larger range",
        );
    }
    Some(Value::Float(rounded))
}

fn string(diagnostics: &mut Diagnostics, value: &ast::Value) -> Option<Value> {
    if let ValueKind::String(written) = &value.kind {
        return Some(Value::String(written.clone()));
    }
    report_mismatch(diagnostics, "a string", &hint::text(value), value).quote(Vec::new());
    None
}

/// Reads a string of a certain form. A number in quotes hardly ever has it, so quotes do not fix it.
fn formed(
    diagnostics: &mut Diagnostics,
    read: impl Fn(&str) -> Result<String, String>,
    hint: fn(&str) -> &'static str,
    value: &ast::Value,
) -> Option<Value> {
    let ValueKind::String(written) = &value.kind else {
        return mismatch(diagnostics, "a string", hint(""), value);
    };
    match read(written) {
        Ok(canonical) => Some(Value::String(canonical)),
        Err(why) => refuse(diagnostics, value, why, hint(written)),
    }
}

fn refuse(
    diagnostics: &mut Diagnostics,
    value: &ast::Value,
    why: String,
    hint: &str,
) -> Option<Value> {
    diagnostics.report(&VALUE_TYPE, value.span, why).hint(hint);
    None
}

/// Reads a value of an enum, which must be a known one.
pub(super) fn enumeration(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, '_>,
    enumeration: EnumId,
    value: &ast::Value,
) -> Option<Value> {
    let ValueKind::String(written) = &value.kind else {
        let meant = meant_by(binder, enumeration, &value.kind);
        let hint = match meant.is_empty() {
            true => one_of(binder, enumeration),
            false => hint::text(value),
        };
        let report = report_mismatch(diagnostics, "a string", &hint, value);
        if !meant.is_empty() {
            report.quote(meant);
        }
        return None;
    };
    let known = &binder.index.enum_values[enumeration.0 as usize];
    if let Some(value) = known.get(written.as_str()) {
        return Some(enums::on_wire(value));
    }
    let enumeration = binder.index.enums.items[enumeration.0 as usize];
    if !enumeration.broken {
        let message = format!("`{}` has no value `{written}`", enumeration.name.value);
        let near = binder.nearest(written, known.keys().copied());
        let hint = did_you_mean(near, "add it to the enum, or use one of its values");
        diagnostics
            .report(&VALUE_TYPE, value.span, message)
            .hint(hint)
            .fix(written, near.and_then(Near::fix).filter(is_plain));
    }
    None
}

/// A hint with the known values of an enum.
fn one_of(binder: &Binder<'_, '_>, enumeration: EnumId) -> String {
    let values = &binder.index.enums.items[enumeration.0 as usize].values;
    let names: Vec<_> =
        values.iter().take(MEANT).map(|of| format!("`{}`", of.value.value)).collect();
    match (names.as_slice(), values.len() > MEANT) {
        ([], _) => "use one of its values".to_owned(),
        (names, true) => format!("use one of its values: {}, …", names.join(", ")),
        (names, false) => format!("use one of its values: {}", names.join(", ")),
    }
}

/// The known values of an enum that YAML, without quotes, reads as this value.
fn meant_by(binder: &Binder<'_, '_>, enumeration: EnumId, value: &ValueKind) -> Vec<String> {
    if !binder.may_search() {
        return Vec::new();
    }
    let is_meant = |known: &&&str| match (typed((**known).to_owned()), value) {
        (ValueKind::Null, ValueKind::Null) => true,
        (ValueKind::Bool(known), ValueKind::Bool(value)) => known == *value,
        (ValueKind::Int(known), ValueKind::Int(value)) => known == *value,
        (ValueKind::Float(known), ValueKind::Float(value)) => known.to_bits() == value.to_bits(),
        _ => false,
    };
    let known = binder.index.enum_values[enumeration.0 as usize].keys();
    known.filter(is_meant).take(MEANT).map(|known| (*known).to_owned()).collect()
}

/// True for a word that YAML reads as a string without quotes.
#[expect(clippy::ptr_arg, reason = "a filter of an optional string")]
fn is_plain(word: &String) -> bool {
    let begins = word.starts_with(|first: char| first.is_ascii_alphabetic());
    begins && !["true", "false", "null"].contains(&word.to_ascii_lowercase().as_str())
}

/// Reads any JSON value; objects are sorted by key.
fn json(diagnostics: &mut Diagnostics, value: &ast::Value) -> Option<Value> {
    Some(match &value.kind {
        ValueKind::Null => Value::Null,
        ValueKind::Bool(truth) => Value::Bool(*truth),
        ValueKind::Int(number) => Value::Int(*number),
        ValueKind::Float(_) => return real(diagnostics, false, value),
        ValueKind::String(written) => Value::String(written.clone()),
        ValueKind::List(items) => {
            let items = items.iter().map(|item| json(diagnostics, item));
            Value::List(items.collect::<Option<_>>()?)
        }
        ValueKind::Map(entries) => {
            let entry = |(key, item): &(ast::Text, ast::Value)| {
                Some((key.value.clone(), json(diagnostics, item)?))
            };
            let mut entries = entries.iter().map(entry).collect::<Option<Vec<_>>>()?;
            sort::by(&mut entries, |(a, _), (b, _)| a.cmp(b));
            Value::Map(entries)
        }
    })
}

/// Returns the value if it is within the limits; reports the first limit that it violates.
pub(super) fn limited(
    diagnostics: &mut Diagnostics,
    primitive: Option<Primitive>,
    checked: Option<&Checked>,
    written: &ast::Value,
    value: Value,
) -> Option<Value> {
    let Some(why) = checked.and_then(|checked| breach(primitive, checked, &value)) else {
        return Some(value);
    };
    diagnostics
        .report(&VALUE_LIMIT, written.span, why)
        .hint("change the value, or the limits of its field or scalar");
    None
}

fn breach(primitive: Option<Primitive>, checked: &Checked, value: &Value) -> Option<String> {
    let Limits { min, max, multiple_of, min_length, max_length, format, pattern } = &checked.limits;
    let (number, length) = match value {
        Value::Int(number) => (Some(Number::Int(*number)), None),
        Value::Float(number) => (Some(Number::Float(*number)), None),
        Value::String(digits) if primitive == Some(Primitive::Bytes) => {
            (None, text::base64_length(digits))
        }
        Value::String(text) => (None, Some(text.chars().count() as u64)),
        Value::List(items) => (None, Some(items.len() as u64)),
        Value::Map(entries) => (None, Some(entries.len() as u64)),
        Value::Null | Value::Bool(_) => (None, None),
    };
    if let Some(number) = number {
        if min.is_some_and(|min| above(min, number)) {
            return Some("the number is below `min`".to_owned());
        }
        if max.is_some_and(|max| above(number, max)) {
            return Some("the number is above `max`".to_owned());
        }
        if multiple_of.is_some_and(|unit| !number.is_multiple_of(unit)) {
            return Some("the number is not a multiple of `multiple_of`".to_owned());
        }
    }
    // First, since it limits the length too.
    if let (Some(format), Value::String(text)) = (format, value) {
        let longest = format.longest().unwrap_or(u64::MAX);
        if length > Some(longest) || !text::is_in_format(*format, text) {
            return Some(format!("it is not in the format `{format}`"));
        }
    }
    if let Some(length) = length {
        if min_length.is_some_and(|min| length < min) {
            return Some(format!("its length {length} is below `min_length`"));
        }
        if max_length.is_some_and(|max| length > max) {
            return Some(format!("its length {length} is above `max_length`"));
        }
    }
    let Value::String(text) = value else { return None };
    let fails = checked.regex.as_ref().is_some_and(|regex| !regex.is_match(text));
    fails.then(|| format!("it does not match the pattern `{}`", pattern.as_deref().unwrap_or("")))
}
