//! [`Value`] for the primitives of the language.

use std::borrow::Cow;
use std::fmt::Display;

use uuid::Uuid;

use super::{Value, View};
use crate::Json;
use crate::bytes::Bytes;
use crate::date::Date;
use crate::json::parser::Parser;
use crate::json::{self, JsonError};
use crate::layout::{Filled, Slot};
use crate::shape::Shape;
use crate::timestamp::Timestamp;

/// `f64` represents every whole number below this bound exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Value for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        parser.boolean().map(|value| slot.fill(value))
    }
}

impl Value for i32 {
    const SHAPE: Shape = Shape::Int;

    fn view(&self) -> View<'_> {
        View::Int(i64::from(*self))
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        whole(parser, "a 32-bit integer").map(|value| slot.fill(value))
    }
}

impl Value for i64 {
    const SHAPE: Shape = Shape::Long;

    fn view(&self) -> View<'_> {
        View::Int(*self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        whole(parser, "a 64-bit integer").map(|value| slot.fill(value))
    }
}

/// Reads a whole number in any notation: `2`, `2.0` and `2e0` are the same number in JSON.
fn whole<T: TryFrom<i64>>(parser: &mut Parser<'_>, what: &str) -> Result<T, JsonError> {
    if let Some(whole) = parser.digits_only() {
        return T::try_from(whole).map_err(|_| out_of_range(what));
    }
    let text = parser.number(what)?;
    let whole = text.parse().ok().or_else(|| {
        let float = text.parse().ok().filter(|float: &f64| float.fract() == 0.0);
        // The cast is exact for the numbers that pass the filter.
        float.filter(|float| float.abs() < EXACT).map(|float| float as i64)
    });
    whole.and_then(|whole| T::try_from(whole).ok()).ok_or_else(|| not_whole(text, what))
}

#[cold]
fn not_whole(text: &str, what: &str) -> JsonError {
    if text.parse().is_ok_and(|float: f64| float.is_finite() && float.fract() != 0.0) {
        return JsonError::new(format_args!("expected {what}, found a fraction"));
    }
    out_of_range(what)
}

#[cold]
fn out_of_range(what: &str) -> JsonError {
    JsonError::new(format_args!("expected {what}, found a number out of range"))
}

/// Reads text and parses it. The error of `read` must not contain the text.
fn parse<T, E: Display>(
    parser: &mut Parser<'_>,
    what: &str,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, JsonError> {
    read(&parser.text(what)?).map_err(JsonError::new)
}

fn double(parser: &mut Parser<'_>) -> Result<f64, JsonError> {
    let number = parser.number("a number")?.parse().ok();
    number
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| JsonError::new("expected a 64-bit number, found a number out of range"))
}

/// Rounds to the nearest number of 32 bits.
fn single(parser: &mut Parser<'_>) -> Result<f32, JsonError> {
    let number = double(parser)? as f32;
    if number.is_finite() {
        Ok(number)
    } else {
        Err(JsonError::new("expected a 32-bit number, found a number out of range"))
    }
}

impl Value for f64 {
    const SHAPE: Shape = Shape::Double;

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        double(parser).map(|value| slot.fill(value))
    }
}

impl Value for f32 {
    const SHAPE: Shape = Shape::Float;

    fn view(&self) -> View<'_> {
        View::Float32(*self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        single(parser).map(|value| slot.fill(value))
    }
}

impl Value for String {
    const SHAPE: Shape = Shape::String;

    fn view(&self) -> View<'_> {
        View::Str(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        parser.text("text").map(Cow::into_owned).map(|value| slot.fill(value))
    }
}

impl Value for Bytes {
    const SHAPE: Shape = Shape::Bytes;

    fn view(&self) -> View<'_> {
        View::Bytes(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        parse(parser, "base64 text", |text| Self::from_base64(text).ok_or("not valid base64"))
            .map(|value| slot.fill(value))
    }
}

impl Value for Date {
    const SHAPE: Shape = Shape::Date;

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        parse(parser, "a date", str::parse).map(|value| slot.fill(value))
    }
}

impl Value for Timestamp {
    const SHAPE: Shape = Shape::Datetime;

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        parse(parser, "a date and time", str::parse).map(|value| slot.fill(value))
    }
}

/// Only the form with hyphens. It is written in lower case, and read in either case.
impl Value for Uuid {
    const SHAPE: Shape = Shape::Uuid;

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        parse(parser, "a UUID", parse_uuid).map(|value| slot.fill(value))
    }
}

/// Reads a UUID in the form with hyphens.
pub(crate) fn parse_uuid(text: &str) -> Result<Uuid, &'static str> {
    // The library also accepts braces, URNs and 32 digits without hyphens. Those have other lengths.
    let uuid = if text.len() == 36 { Uuid::try_parse(text).ok() } else { None };
    uuid.ok_or("not a valid UUID with hyphens")
}

impl Value for Json {
    const SHAPE: Shape = Shape::Json;

    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        json::tree(parser).map(|value| slot.fill(value))
    }
}

#[cfg(test)]
mod tests;
