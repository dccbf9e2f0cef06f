//! Checks that the limits of a scalar or field make sense for its type.

use regex_lite::Regex;

use crate::ast::{self, Text, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::model::{Format, Limits, Number, Primitive};
use crate::resolve::float;
use crate::resolve::pattern;
use crate::rule::meaning::{LIMIT_ORDER, LIMIT_TYPE};
use crate::source::Span;

/// Limits with their pattern compiled.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub(crate) limits: Limits,
    pub(crate) regex: Option<Regex>,
}

/// What limits of a type are about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Whole { min: i64, max: i64 },
    Fraction { single: bool },
    Text,
    Count,
    Nothing,
}

impl Measure {
    /// What limits of a primitive are about.
    pub(crate) fn of(primitive: Primitive) -> Self {
        match primitive {
            Primitive::Int => Self::Whole { min: i32::MIN.into(), max: i32::MAX.into() },
            Primitive::Long => Self::Whole { min: i64::MIN, max: i64::MAX },
            Primitive::Float => Self::Fraction { single: true },
            Primitive::Double => Self::Fraction { single: false },
            Primitive::String => Self::Text,
            Primitive::Bytes => Self::Count,
            Primitive::Boolean
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Uuid
            | Primitive::Moment(_)
            | Primitive::Decimal(_)
            | Primitive::Json => Self::Nothing,
        }
    }
}

/// Checks the limits of a type with this measure.
pub(crate) fn limits(
    diagnostics: &mut Diagnostics,
    measure: Measure,
    written: &ast::Limits,
    pattern: Option<&Text>,
) -> Checked {
    let mut number = |key, value: &Option<ast::Value>| {
        value.as_ref().and_then(|value| number(diagnostics, measure, key, value))
    };
    let (min, max) = (number("min", &written.min), number("max", &written.max));
    let multiple_of =
        written.multiple_of.as_ref().and_then(|value| multiple_of(diagnostics, measure, value));
    let mut length = |key, value: &Option<ast::Value>| {
        value.as_ref().and_then(|value| length(diagnostics, measure, key, value))
    };
    let min_length = length("min_length", &written.min_length);
    let max_length = length("max_length", &written.max_length);
    let format = written.format.as_ref().and_then(|text| format(diagnostics, measure, text));
    let regex = pattern.and_then(|text| regex(diagnostics, measure, text));

    let crossed = matches!((min, max), (Some(min), Some(max)) if above(min, max));
    order(diagnostics, crossed, "min", "max", written.min.as_ref(), written.max.as_ref());
    // No value would satisfy them.
    let (min, max) = if crossed { (None, None) } else { (min, max) };
    let crossed = matches!((min_length, max_length), (Some(min), Some(max)) if min > max);
    let (low, high) = (written.min_length.as_ref(), written.max_length.as_ref());
    order(diagnostics, crossed, "min_length", "max_length", low, high);
    let (min_length, max_length) = if crossed { (None, None) } else { (min_length, max_length) };
    let pattern = regex.as_ref().map(|regex| regex.as_str().to_owned());
    let longest = format.and_then(Format::longest);
    let max_length = max_length.into_iter().chain(longest).min();
    Checked {
        limits: Limits { min, max, multiple_of, min_length, max_length, format, pattern },
        regex,
    }
}

fn number(
    diagnostics: &mut Diagnostics,
    measure: Measure,
    key: &str,
    value: &ast::Value,
) -> Option<Number> {
    match (measure, &value.kind) {
        (Measure::Whole { min, max }, ValueKind::Int(number)) => {
            if (min..=max).contains(number) {
                return Some(Number::Int(*number));
            }
            refuse(diagnostics, value.span, format!("{number} is out of range for this type"))
                .hint(format!("the type goes from {min} to {max}"));
        }
        (Measure::Fraction { single }, ValueKind::Int(number)) => {
            let rounded = float::rounded(single, *number as f64);
            // Without a point, if that is the same number.
            let exact = rounded as i128 == i128::from(*number);
            return Some(if exact { Number::Int(*number) } else { Number::Float(rounded) });
        }
        (Measure::Fraction { single }, ValueKind::Float(number)) if number.is_finite() => {
            let rounded = float::rounded(single, *number);
            if rounded.is_finite() {
                return Some(Number::Float(rounded));
            }
            refuse(diagnostics, value.span, format!("{number:e} is out of range for this type"))
                .hint("leave the limit out, or make the type `double`");
        }
        (Measure::Whole { .. }, _) => {
            refuse(
                diagnostics,
                value.span,
                format!("`{key}` of a whole number must be a whole number"),
            )
            .hint(format!("write it without a point and without quotes: `{key}: 1`"));
        }
        (Measure::Fraction { .. }, _) => {
            refuse(diagnostics, value.span, format!("`{key}` must be a finite number"))
                .hint(format!("write a number such as `{key}: 0.5`, or leave it out"));
        }
        (Measure::Text | Measure::Count, _) if key != "multiple_of" => {
            refuse(diagnostics, value.span, format!("`{key}` applies to numbers only"))
                .hint(format!("use `{key}_length` to limit the length"));
        }
        (Measure::Text | Measure::Count | Measure::Nothing, _) => {
            refuse(diagnostics, value.span, format!("`{key}` applies to numbers only"))
                .hint("remove it");
        }
    }
    None
}

fn multiple_of(
    diagnostics: &mut Diagnostics,
    measure: Measure,
    value: &ast::Value,
) -> Option<Number> {
    let number = number(diagnostics, measure, "multiple_of", value)?;
    if above(number, Number::Int(0)) {
        return Some(number);
    }
    refuse(diagnostics, value.span, "`multiple_of` must be above 0".to_owned())
        .hint("write the step between two values, such as `multiple_of: 5`");
    None
}

fn length(
    diagnostics: &mut Diagnostics,
    measure: Measure,
    key: &str,
    value: &ast::Value,
) -> Option<u64> {
    if !matches!(measure, Measure::Text | Measure::Count) {
        let message = format!("`{key}` applies to strings, bytes, lists and maps only");
        refuse(diagnostics, value.span, message).hint("remove it");
        return None;
    }
    if let ValueKind::Int(number) = value.kind
        && let Ok(length) = u64::try_from(number)
    {
        return Some(length);
    }
    refuse(diagnostics, value.span, format!("`{key}` must be a whole number, 0 or more"))
        .hint(format!("write it without quotes: `{key}: 1`"));
    None
}

fn format(diagnostics: &mut Diagnostics, measure: Measure, text: &Text) -> Option<Format> {
    if measure != Measure::Text {
        refuse(diagnostics, text.span, "`format` applies to strings only".to_owned())
            .hint("remove it");
        return None;
    }
    // Another word is reported where it is read.
    Format::from_name(&text.value)
}

fn regex(diagnostics: &mut Diagnostics, measure: Measure, text: &Text) -> Option<Regex> {
    if measure != Measure::Text {
        refuse(diagnostics, text.span, "`pattern` applies to strings only".to_owned())
            .hint("remove it");
        return None;
    }
    pattern::check(diagnostics, text)
}

fn refuse(
    diagnostics: &mut Diagnostics,
    span: Span,
    message: String,
) -> &mut crate::diagnostic::Diagnostic {
    diagnostics.report(&LIMIT_TYPE, span, message)
}

fn order(
    diagnostics: &mut Diagnostics,
    crossed: bool,
    low: &str,
    high: &str,
    min: Option<&ast::Value>,
    max: Option<&ast::Value>,
) {
    let (true, Some(min), Some(max)) = (crossed, min, max) else { return };
    diagnostics
        .report(&LIMIT_ORDER, min.span, format!("`{low}` is above `{high}`"))
        .related(max.span, format!("`{high}` is here"))
        .hint("swap the two, or remove one: no value satisfies both");
}

/// True if `number` is above `limit`. Both are rounded to their type. Rounding to the shortest
/// decimal keeps the order of floats of 32 bits, so they can be compared as 64 bits.
pub(crate) fn above(number: Number, limit: Number) -> bool {
    let float = |number| match number {
        Number::Int(number) => number as f64,
        Number::Float(number) => number,
    };
    match (number, limit) {
        // Beyond 2^53, different integers can be the same float.
        (Number::Int(number), Number::Int(limit)) => number > limit,
        (number, limit) => float(number) > float(limit),
    }
}
