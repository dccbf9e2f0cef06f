//! [`Value`] for the primitives of the language.

use uuid::Uuid;

use super::{Value, View};
use crate::Json;
use crate::bytes::Bytes;
use crate::date::Date;
use crate::json::{JsonError, Path};
use crate::shape::Shape;
use crate::timestamp::Timestamp;

/// `f64` represents every whole number below this bound exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Value for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        json.as_bool().ok_or_else(|| path.expected("a boolean", json))
    }
}

impl Value for i32 {
    const SHAPE: Shape = Shape::Int;

    fn view(&self) -> View<'_> {
        View::Int(i64::from(*self))
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        whole(json)
            .and_then(|whole| Self::try_from(whole).ok())
            .ok_or_else(|| not_whole("a 32-bit integer", json, path))
    }
}

impl Value for i64 {
    const SHAPE: Shape = Shape::Long;

    fn view(&self) -> View<'_> {
        View::Int(*self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        whole(json).ok_or_else(|| not_whole("a 64-bit integer", json, path))
    }
}

/// A whole number in any notation: `2`, `2.0` and `2e0` are the same number in JSON.
fn whole(json: &Json) -> Option<i64> {
    let float = || json.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT);
    // The cast is exact for the numbers that pass the filter.
    json.as_i64().or_else(|| float().map(|float| float as i64))
}

fn not_whole(what: &str, json: &Json, path: &Path<'_>) -> JsonError {
    match json.as_f64() {
        Some(number) if number.fract() == 0.0 => {
            path.error(format!("expected {what}, found a number out of range"))
        }
        Some(_) => path.error(format!("expected {what}, found a fraction")),
        None => path.expected(what, json),
    }
}

impl Value for f64 {
    const SHAPE: Shape = Shape::Double;

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        match json.as_f64() {
            Some(number) if number.is_finite() => Ok(number),
            None if !json.is_number() => Err(path.expected("a number", json)),
            _ => Err(path.error("expected a 64-bit number, found a number out of range")),
        }
    }
}

/// Rounds to the nearest number of 32 bits.
impl Value for f32 {
    const SHAPE: Shape = Shape::Float;

    fn view(&self) -> View<'_> {
        View::Float32(*self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        let number = f64::from_json(json, path)? as Self;
        if number.is_finite() {
            Ok(number)
        } else {
            Err(path.error("expected a 32-bit number, found a number out of range"))
        }
    }
}

impl Value for String {
    const SHAPE: Shape = Shape::String;

    fn view(&self) -> View<'_> {
        View::Str(self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        path.text("text", json).map(str::to_owned)
    }
}

impl Value for Bytes {
    const SHAPE: Shape = Shape::Bytes;

    fn view(&self) -> View<'_> {
        View::Bytes(self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        let text = path.text("base64 text", json)?;
        Self::from_base64(text).ok_or_else(|| path.error("not valid base64"))
    }
}

impl Value for Date {
    const SHAPE: Shape = Shape::Date;

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        path.text("a date", json)?.parse().map_err(|error| path.error(error))
    }
}

impl Value for Timestamp {
    const SHAPE: Shape = Shape::Datetime;

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        path.text("a date and time", json)?.parse().map_err(|error| path.error(error))
    }
}

/// Only the form with hyphens. It is written in lower case, and read in either case.
impl Value for Uuid {
    const SHAPE: Shape = Shape::Uuid;

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError> {
        parse_uuid(path.text("a UUID", json)?).map_err(|error| path.error(error))
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

    fn from_json(json: &Json, _path: &Path<'_>) -> Result<Self, JsonError> {
        Ok(json.clone())
    }
}

#[cfg(test)]
mod tests;
