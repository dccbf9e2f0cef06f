//! What to write instead of a value that does not fit: the value in, words out.

use crate::ast::{self, ValueKind};

/// Where a whole number is expected.
pub(super) fn whole(value: &ast::Value) -> String {
    if let ValueKind::Float(number) = value.kind
        && number.is_finite()
    {
        return "write it without a fraction, or make the type `double`".to_owned();
    }
    let number = digits(value).and_then(|digits| digits.parse::<i64>().ok());
    number.map_or_else(
        || "write digits alone, without quotes: `1`".to_owned(),
        |number| format!("write digits alone, without quotes: `{number}`"),
    )
}

/// Where any number is expected.
pub(super) fn number(value: &ast::Value) -> String {
    let number = digits(value).filter(|digits| digits.parse().is_ok_and(f64::is_finite));
    let number = number.as_deref().unwrap_or("0.5");
    format!("write digits and a point alone, without quotes: `{number}`")
}

/// A text without the signs that people put between digits.
fn digits(value: &ast::Value) -> Option<String> {
    let ValueKind::String(text) = &value.kind else { return None };
    Some(text.chars().filter(|letter| !matches!(letter, '_' | ',' | '\'' | ' ')).collect())
}

/// Where a text is expected.
pub(super) fn text(value: &ast::Value) -> String {
    let length = (value.span.end - value.span.start) as usize;
    match value.kind {
        ValueKind::List(_) | ValueKind::Map(_) => "write one text in quotes: `\"…\"`".to_owned(),
        // As it was written: `007` and `0x7` are sevens too.
        ValueKind::Int(number) if number.to_string().len() == length => {
            format!("put it in quotes: `\"{number}\"`")
        }
        _ => "put it in quotes".to_owned(),
    }
}

/// Where base64 is expected.
pub(super) fn base64(_: &str) -> &'static str {
    "write base64, such as `\"YWJj\"` for the three bytes of `abc`"
}

/// Where a date is expected.
pub(super) fn date(text: &str) -> &'static str {
    if text.contains([':', 'T']) {
        "a date has no time: write `2024-01-31`, or make the type `datetime`"
    } else {
        "write year, month and day of the calendar: `2024-01-31`"
    }
}

/// Where a datetime is expected.
pub(super) fn datetime(text: &str) -> &'static str {
    if text.contains(':') {
        "write date, time and offset: `2024-01-31T12:00:00+00:00`"
    } else {
        "add the time: `2024-01-31T12:00:00+00:00`, or make the type `date`"
    }
}

/// Where a UUID is expected.
pub(super) fn uuid(_: &str) -> &'static str {
    "write it with hyphens: `123e4567-e89b-12d3-a456-426614174000`"
}
