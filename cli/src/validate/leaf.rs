//! Checks single values and their limits, for both encodings.

use std::cmp::Ordering;

use annals_catalog::count::counted;
use annals_catalog::model::{Clock, Unit};
use annals_catalog::{model, text};

use super::place::{Checker, Path};
use super::plan::{Expected, Limits, Shape};

/// A number in a payload.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    Whole(i128),
    Fraction(f64),
}

impl Number {
    /// `1.0` is a whole number, as in JSON Schema.
    pub(super) fn of(number: f64) -> Self {
        let whole = number.trunc() == number && number.abs() < 1e30;
        if whole { Self::Whole(number as i128) } else { Self::Fraction(number) }
    }
}

impl From<model::Number> for Number {
    fn from(number: model::Number) -> Self {
        match number {
            model::Number::Int(number) => Self::Whole(number.into()),
            model::Number::Float(number) => Self::of(number),
        }
    }
}

/// The expected value, for messages.
pub(super) fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "a boolean",
        Shape::Int => "a 32-bit integer",
        Shape::Long => "a 64-bit integer",
        Shape::Float | Shape::Double => "a number",
        Shape::Text | Shape::Symbol(_) => "text",
        Shape::Bytes => "text in base64",
        Shape::Date => "a date such as 2025-01-31",
        Shape::Datetime => "a datetime such as 2025-01-31T08:30:00+00:00",
        Shape::Uuid => "a UUID with hyphens",
        Shape::Moment(moment) => match (moment.clock, moment.unit) {
            (Clock::Utc, Unit::Millis) => "a datetime in UTC such as 2025-01-31T08:30:00.500Z",
            (Clock::Utc, Unit::Micros) => "a datetime in UTC such as 2025-01-31T08:30:00.500000Z",
            (Clock::Local, _) => "a datetime without an offset such as 2025-01-31T08:30:00",
            (Clock::Day, _) => "a time of day such as 08:30:00",
        },
        Shape::Decimal(_) => "a decimal in quotes such as \"12.50\"",
        Shape::Json => "any value",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Record(_) => "an object",
        Shape::Variant(_) => "a case of the variant",
    }
}

/// Reports a value of the wrong kind.
#[cold]
pub(super) fn misplaced(checker: &Checker<'_>, path: &Path<'_>, value: &Expected, found: &str) {
    let null = if value.nullable { " or null" } else { "" };
    checker.report(path, format_args!("expected {}{null}, found {found}", expected(&value.shape)));
}

pub(super) fn number(checker: &Checker<'_>, path: &Path<'_>, value: &Expected, number: Number) {
    let fits = match (&value.shape, number) {
        (Shape::Int, Number::Whole(number)) => i32::try_from(number).is_ok(),
        (Shape::Long, Number::Whole(number)) => i64::try_from(number).is_ok(),
        (Shape::Float, number) => float_fits(number),
        (Shape::Double | Shape::Json, _) => true,
        (Shape::Int | Shape::Long, _) => return misplaced(checker, path, value, "a fraction"),
        (
            Shape::Boolean
            | Shape::Text
            | Shape::Symbol(_)
            | Shape::Bytes
            | Shape::Date
            | Shape::Datetime
            | Shape::Uuid
            | Shape::Moment(_)
            | Shape::Decimal(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Record(_)
            | Shape::Variant(_),
            _,
        ) => return misplaced(checker, path, value, "a number"),
    };
    if !fits {
        return misplaced(checker, path, value, "a number out of range");
    }
    if let Number::Whole(number) = number {
        listed(checker, path, value, &number.to_string());
    }
    for Limits { min, max, multiple_of, .. } in &value.limits {
        let beyond = |limit: &Option<model::Number>, side| {
            limit.filter(|limit| compare(number, (*limit).into()) == side)
        };
        if let Some(limit) = beyond(min, Ordering::Less) {
            checker.report(path, format_args!("expected at least {}", shown(limit)));
        }
        if let Some(limit) = beyond(max, Ordering::Greater) {
            checker.report(path, format_args!("expected at most {}", shown(limit)));
        }
        if let Some(unit) = multiple_of.filter(|unit| !is_multiple(number, *unit)) {
            checker.report(path, format_args!("expected a multiple of {}", shown(unit)));
        }
    }
}

fn is_multiple(number: Number, unit: model::Number) -> bool {
    let number = match number {
        Number::Whole(number) => {
            i64::try_from(number).map_or(model::Number::Float(number as f64), model::Number::Int)
        }
        Number::Fraction(number) => model::Number::Float(number),
    };
    number.is_multiple_of(unit)
}

fn float_fits(number: Number) -> bool {
    let number = match number {
        Number::Whole(number) => number as f64,
        Number::Fraction(number) => number,
    };
    // The usual decimal form of the largest float, which is slightly above its exact value.
    number.abs() <= 3.402_823_5e38
}

fn shown(limit: model::Number) -> String {
    match limit {
        model::Number::Int(limit) => limit.to_string(),
        model::Number::Float(limit) => limit.to_string(),
    }
}

/// Compares exactly, even if the whole number has more digits than a float can hold.
fn compare(a: Number, b: Number) -> Ordering {
    match (a, b) {
        (Number::Whole(a), Number::Whole(b)) => a.cmp(&b),
        (Number::Fraction(a), Number::Fraction(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        (Number::Whole(a), Number::Fraction(b)) => {
            // The conversion saturates for a large `b`, which is beyond every `a` anyway. If the
            // floors are equal, `b` is greater, because it is not a whole number.
            a.cmp(&(b.floor() as i128)).then(Ordering::Less)
        }
        (Number::Fraction(_), Number::Whole(_)) => compare(b, a).reverse(),
    }
}

pub(super) fn text(checker: &Checker<'_>, path: &Path<'_>, value: &Expected, text: &str) {
    let fits = match &value.shape {
        Shape::Text | Shape::Symbol(_) => true,
        Shape::Json => return,
        Shape::Bytes => match text::base64_length(text) {
            Some(length) => return length_of(checker, path, value, length, "byte"),
            None => false,
        },
        Shape::Date => text::date(text).is_ok(),
        Shape::Datetime => text::datetime(text).is_ok(),
        Shape::Uuid => text::is_uuid(text),
        Shape::Moment(moment) => text::moment(*moment, text).is_ok(),
        Shape::Decimal(decimal) => text::decimal(*decimal, text).is_ok(),
        Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Record(_)
        | Shape::Variant(_) => return misplaced(checker, path, value, "text"),
    };
    if !fits {
        return misplaced(checker, path, value, "other text");
    }
    if value.limits.is_empty() {
        return;
    }
    listed(checker, path, value, text);
    length_of(checker, path, value, text.chars().count() as u64, "character");
    for format in value.limits.iter().filter_map(|limits| limits.format) {
        if !text::is_in_format(format, text) {
            checker.report(path, format_args!("expected text in the format `{format}`"));
        }
    }
    for pattern in value.limits.iter().filter_map(|limits| limits.pattern.as_ref()) {
        if !pattern.is_match(text) {
            checker.report(path, format_args!("expected text that matches `{pattern}`"));
        }
    }
}

/// Checks the value of a closed enum or a constant.
pub(super) fn listed(checker: &Checker<'_>, path: &Path<'_>, value: &Expected, text: &str) {
    for listed in value.limits.iter().filter_map(|limits| limits.listed.as_ref()) {
        if !listed.values.contains(text) {
            checker.report(path, format_args!("expected {}", listed.expected));
        }
    }
}

/// Checks a number of characters, bytes or elements.
pub(super) fn length_of(
    checker: &Checker<'_>,
    path: &Path<'_>,
    value: &Expected,
    length: u64,
    noun: &str,
) {
    for limits in &value.limits {
        if let Some(least) = limits.min_length.filter(|least| length < *least) {
            let least = counted(least, noun);
            checker.report(path, format_args!("expected at least {least}, found {length}"));
        }
        if let Some(most) = limits.max_length.filter(|most| length > *most) {
            let most = counted(most, noun);
            checker.report(path, format_args!("expected at most {most}, found {length}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::{Number, compare};

    #[test]
    fn numbers_are_compared_exactly() {
        let (whole, of) = (Number::Whole, Number::of);
        let cases = [
            (whole(1), of(1.0), Equal),
            (whole(1), of(1.5), Less),
            (whole(2), of(1.5), Greater),
            (whole(-2), of(-1.5), Less),
            (whole(-1), of(-1.5), Greater),
            (whole(9_007_199_254_740_993), of(9_007_199_254_740_992.0), Greater),
            (whole(i128::from(u64::MAX)), of(1e300), Less),
            (whole(i128::from(i64::MIN)), of(-1e300), Greater),
            (of(0.1), of(0.2), Less),
        ];
        for (a, b, expected) in cases {
            assert_eq!(compare(a, b), expected, "{a:?} {b:?}");
            assert_eq!(compare(b, a), expected.reverse(), "{b:?} {a:?}");
        }
    }
}
