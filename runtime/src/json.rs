//! Reading and writing JSON for any [`Value`].
//!
//! Writing produces compact text with every field, in catalog order. Numbers round-trip exactly. NaN and infinities
//! have no JSON form and are an error. Limits are not checked: a value outside its limits is written, and rejected by
//! readers. [`Record::validate`](crate::Record::validate) checks them beforehand.
//!
//! Reading is strict. It is an error if there is an unknown key, a duplicate key, a missing field without a default,
//! a value of the wrong type, a number out of range or a value outside its limits. A missing field with a default
//! gets the default. Whole numbers may be written in any notation (`2`, `2.0`, `2e0`).
//!
//! Errors contain the path but no values. The path contains keys of maps, except of maps that are personal data. A
//! duplicate key is always named.
//!
//! Reading converts the text to a tree, the tree to Avro binary according to the descriptions of the types, and that
//! to the value. So it needs no compiled code per type beyond the Avro reader.
//!
//! # Through serde
//!
//! With the feature `serde`, values can be written in any of serde's formats, with the same structure as JSON:
//! timestamps, dates and UUIDs as text, bytes as base64 text, even in binary formats. Reading requires a
//! self-describing format such as JSON, YAML, CBOR or MessagePack; bincode and postcard are not.

mod error;
mod path;
mod read;
pub(crate) mod transcode;
pub(crate) mod validate;
mod write;

use crate::Json;
use crate::value::{Value, View};

pub use error::JsonError;
pub use path::Path;

#[cfg(feature = "serde")]
pub(crate) use {read::TreeSeed, write::ViewAt};

/// Writes `value` as compact JSON text.
///
/// # Errors
///
/// If it contains a number that is not finite.
pub fn to_string<T: Value>(value: &T) -> Result<String, JsonError> {
    write::string(value.view())
}

/// Writes the viewed value as compact JSON text.
pub(crate) fn view_to_string(view: View<'_>) -> Result<String, JsonError> {
    write::string(view)
}

/// Writes `value` as compact JSON text in UTF-8.
///
/// # Errors
///
/// If it contains a number that is not finite.
pub fn to_vec<T: Value>(value: &T) -> Result<Vec<u8>, JsonError> {
    write::bytes(value.view())
}

/// Converts `value` to a JSON value.
///
/// # Errors
///
/// If it contains a number that is not finite.
pub fn to_value<T: Value>(value: &T) -> Result<Json, JsonError> {
    write::tree(value.view())
}

/// Converts the viewed value to a JSON value.
pub(crate) fn view_to_value(view: View<'_>) -> Result<Json, JsonError> {
    write::tree(view)
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// If the text is not exactly one valid value.
pub fn from_str<T: Value>(text: &str) -> Result<T, JsonError> {
    match read::str(text) {
        Ok(json) => from_value(&json),
        Err(error) => Err(error),
    }
}

/// Reads any JSON text. Duplicate keys are an error.
pub(crate) fn tree_from_str(text: &str) -> Result<Json, JsonError> {
    read::str(text)
}

/// Reads a value from JSON text in UTF-8.
///
/// # Errors
///
/// If the text is not exactly one valid value.
pub fn from_slice<T: Value>(text: &[u8]) -> Result<T, JsonError> {
    from_value(&read::slice(text)?)
}

/// Reads a value from a JSON value.
///
/// # Errors
///
/// If `json` is not a valid value.
pub fn from_value<T: Value>(json: &Json) -> Result<T, JsonError> {
    T::from_json(json, &Path::ROOT)
}
