//! Hints for values that do not have their type.

use crate::ast::{self, ValueKind};
use crate::model::{Clock, Moment};

/// If a whole number is expected.
pub(super) fn whole(value: &ast::Value) -> String {
    if let ValueKind::Float(number) = value.kind
        && number.is_finite()
    {
        return "write it without a fraction, or make the type `double`".to_owned();
    }
    let number = digits(value).and_then(|digits| digits.parse::<i64>().ok());
    number.map_or_else(
        || "write only digits, without quotes: `1`".to_owned(),
        |number| format!("write only digits, without quotes: `{number}`"),
    )
}

/// If a number is expected.
pub(super) fn number(value: &ast::Value) -> String {
    let number = digits(value).filter(|digits| digits.parse().is_ok_and(f64::is_finite));
    let number = number.as_deref().unwrap_or("0.5");
    format!("write only digits and a point, without quotes: `{number}`")
}

/// A string without separators between digits.
fn digits(value: &ast::Value) -> Option<String> {
    let ValueKind::String(text) = &value.kind else { return None };
    Some(text.chars().filter(|letter| !matches!(letter, '_' | ',' | '\'' | ' ')).collect())
}

/// If a string is expected.
pub(super) fn text(value: &ast::Value) -> String {
    let length = (value.span.end - value.span.start) as usize;
    match value.kind {
        ValueKind::List(_) | ValueKind::Map(_) => "write a string in quotes: `\"…\"`".to_owned(),
        // Only if the number is written like that: `007` and `0x7` are 7 too.
        ValueKind::Int(number) if number.to_string().len() == length => {
            format!("put quotes around it: `\"{number}\"`")
        }
        _ => "put quotes around it".to_owned(),
    }
}

/// If base64 is expected.
pub(super) fn base64(_: &str) -> &'static str {
    "write base64, such as `\"YWJj\"` for the three bytes of `abc`"
}

/// If a date is expected.
pub(super) fn date(text: &str) -> &'static str {
    if text.contains([':', 'T']) {
        "a date has no time: write `2024-01-31`, or make the type `datetime`"
    } else {
        "write year, month and day: `2024-01-31`"
    }
}

/// If a datetime is expected.
pub(super) fn datetime(text: &str) -> &'static str {
    if text.contains(':') {
        "write date, time and offset: `2024-01-31T12:00:00+00:00`"
    } else {
        "add the time: `2024-01-31T12:00:00+00:00`, or make the type `date`"
    }
}

/// If a date and time or time of day with a precision is expected.
pub(super) fn moment(moment: Moment) -> fn(&str) -> &'static str {
    match moment.clock {
        Clock::Utc => |_| "write it in UTC: `2024-01-31T12:00:00Z`",
        Clock::Local => |_| "write date and time without an offset: `2024-01-31T12:00:00`",
        Clock::Day => |_| "write hour, minute and second: `\"12:00:00\"`",
    }
}

/// If a decimal is expected.
pub(super) fn decimal(_: &str) -> &'static str {
    "write its digits in quotes: `\"12.50\"`"
}

/// If a UUID is expected.
pub(super) fn uuid(_: &str) -> &'static str {
    "write it with hyphens: `123e4567-e89b-12d3-a456-426614174000`"
}
