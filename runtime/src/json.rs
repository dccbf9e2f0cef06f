//! Reading and writing JSON for any [`Value`].
//!
//! Writing produces compact text with every field that is not absent, in catalog order. Numbers round-trip exactly. NaN and infinities
//! have no JSON form and are an error. Limits are not checked: a value outside its limits is written, and rejected by
//! readers. [`Record::validate`](crate::Record::validate) checks them beforehand.
//!
//! Reading is strict. It is an error if there is an unknown key in a record that is not open, a duplicate key, a missing field that is required,
//! a value of the wrong type, a number out of range or a value outside its limits. A missing field with a default
//! gets the default, and an optional one stays absent. The tag of a variant may come after the fields of its case. Whole numbers may be written in any notation (`2`, `2.0`, `2e0`).
//!
//! Errors contain the path but no values. The path contains keys of maps, except of maps that are personal data. A
//! duplicate key is always named.
//!
//! Text that is not JSON is an error of the whole document, with the line and column. Otherwise the first mistake is
//! reported, and missing fields after everything else in the record.
//!
//! # Through serde
//!
//! With the feature `serde`, values can be written in any of serde's formats, with the same structure as JSON:
//! timestamps, dates and UUIDs as text, bytes as base64 text, even in binary formats. Reading requires a
//! self-describing format such as JSON, YAML, CBOR or MessagePack; bincode and postcard are not.

mod error;
mod escape;
pub(crate) mod parser;
mod read;
#[cfg(feature = "serde")]
mod seed;
mod serialize;
mod tree;
pub(crate) mod validate;
mod write;

use crate::Json;
use crate::layout;
use crate::value::{Value, View};

pub use error::JsonError;
pub(crate) use read::document;
#[cfg(feature = "serde")]
pub(crate) use seed::TreeSeed;
pub(crate) use serialize::Serialized;
pub(crate) use tree::{text, tree};

/// Writes `value` as compact JSON text.
///
/// # Errors
///
/// If it contains a number that is not finite.
pub fn to_string<T: Value>(value: &T) -> Result<String, JsonError> {
    view_to_string(value.view())
}

/// Writes the viewed value as compact JSON text.
pub(crate) fn view_to_string(view: View<'_>) -> Result<String, JsonError> {
    let bytes = view_to_vec(view)?;
    // SAFETY: the writer appends only whole `str`s, escapes and what serde_json writes, which are all UTF-8. `escape`
    // replaces only ASCII characters.
    Ok(unsafe { String::from_utf8_unchecked(bytes) })
}

/// Writes `value` as compact JSON text in UTF-8.
///
/// # Errors
///
/// If it contains a number that is not finite.
pub fn to_vec<T: Value>(value: &T) -> Result<Vec<u8>, JsonError> {
    view_to_vec(value.view())
}

fn view_to_vec(view: View<'_>) -> Result<Vec<u8>, JsonError> {
    let mut out = Vec::with_capacity(256);
    write::value(view, &mut out)?;
    Ok(out)
}

/// Converts `value` to a JSON value.
///
/// # Errors
///
/// If it contains a number that is not finite.
pub fn to_value<T: Value>(value: &T) -> Result<Json, JsonError> {
    view_to_value(value.view())
}

/// Converts the viewed value to a JSON value.
pub(crate) fn view_to_value(view: View<'_>) -> Result<Json, JsonError> {
    serde_json::to_value(Serialized(view))
        .map_err(|error| no_form(view).unwrap_or_else(|| JsonError::new(error)))
}

/// The error of a value that cannot be serialized, with its path, which serde's errors do not have.
#[cold]
pub(crate) fn no_form(view: View<'_>) -> Option<JsonError> {
    view_to_vec(view).err()
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// If the text is not exactly one valid value.
pub fn from_str<T: Value>(text: &str) -> Result<T, JsonError> {
    document(text, layout::read_json)
}

/// Reads a value from JSON text in UTF-8.
///
/// # Errors
///
/// If the text is not exactly one valid value.
pub fn from_slice<T: Value>(text: &[u8]) -> Result<T, JsonError> {
    from_str(read::utf8(text)?)
}

/// Reads a value from a JSON value.
///
/// # Errors
///
/// If `json` is not a valid value.
pub fn from_value<T: Value>(json: &Json) -> Result<T, JsonError> {
    from_str(&write::tree(json)?)
}
