//! The primitives that Avro has as a string: their text in the one form in which it is written.

use std::fmt::Display;
use std::str::FromStr;

use annals::{Date, Timestamp, Uuid};
use annals_contract::Primitive;
use serde_json::Value;

use super::error::{Invalid, Result};
use super::exact;

/// A text in the form in which it is written; `None` if values of this type are no text in Avro.
pub(super) fn canonical(primitive: Primitive, text: &str) -> Option<Result<String>> {
    match primitive {
        Primitive::String => Some(Ok(text.to_owned())),
        Primitive::Date => Some(parsed::<Date>(text)),
        Primitive::Datetime => Some(parsed::<Timestamp>(text)),
        Primitive::Uuid => {
            let uuid = Uuid::parse_str(text).map_err(|_| Invalid::new("not a valid UUID"));
            Some(uuid.map(|uuid| uuid.to_string()))
        }
        Primitive::Moment(moment) if moment.text => {
            let count = exact::moment_count(moment, text);
            Some(count.and_then(|count| exact::moment_text(moment, count)))
        }
        Primitive::Decimal(decimal) if decimal.text => {
            let bytes = exact::decimal_bytes(decimal, text);
            Some(bytes.and_then(|bytes| exact::decimal_text(decimal, &bytes)))
        }
        Primitive::Moment(_)
        | Primitive::Decimal(_)
        | Primitive::Boolean
        | Primitive::Int
        | Primitive::Long
        | Primitive::Float
        | Primitive::Double
        | Primitive::Bytes
        | Primitive::Json => None,
    }
}

fn parsed<T: FromStr<Err: Display> + Display>(text: &str) -> Result<String> {
    let value: T = text.parse().map_err(|error: T::Err| Invalid::new(error.to_string()))?;
    Ok(value.to_string())
}

/// The JSON value in a string.
pub(super) fn json(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|_| Invalid::new("not valid JSON"))
}
