//! JSON of any [`Value`]: exact when writing, strict when reading.
//!
//! Writing gives compact text, fields in catalog order, every field present.
//! Numbers keep their value: what is written is read back to the same bits. NaN and the infinities have no JSON form
//! and are an error, never `null`.
//! Writing does not look at limits: what breaks one is written, and refused by the reader on the other side.
//! [`Record::validate`](crate::Record::validate) finds it before.
//!
//! Reading refuses an unknown key, a key given twice, a missing field without a default, a wrong type,
//! a number out of range and a value outside its limits. A field that is missing takes its default.
//! A whole number may be written in any way (`2`, `2.0`, `2e0`).
//!
//! An error names the place and repeats no value. It does name keys, but none of a map that is
//! personal data, unless the text gives that key twice.
//!
//! Text becomes a tree, the tree becomes Avro binary as the descriptions of the types say, and that becomes the value:
//! so reading JSON adds nothing to what is compiled for each type.
//!
//! # Through serde
//!
//! With the feature `serde`, the same shapes go through any of its formats: timestamps, dates and UUIDs as text, bytes
//! as base64 text, in binary formats too. Reading needs a format that describes itself, since it goes through a tree:
//! JSON, YAML, CBOR and MessagePack do, bincode and postcard do not.

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
pub(crate) use {read::Tree, write::Written};

/// Writes `value` as compact JSON text.
pub fn to_string<T: Value>(value: &T) -> Result<String, JsonError> {
    write::string(value.view())
}

/// Writes what is viewed as compact JSON text.
pub(crate) fn view_to_string(view: View<'_>) -> Result<String, JsonError> {
    write::string(view)
}

/// Writes `value` as compact JSON text in UTF-8.
pub fn to_vec<T: Value>(value: &T) -> Result<Vec<u8>, JsonError> {
    write::bytes(value.view())
}

/// Makes `value` a JSON tree.
pub fn to_value<T: Value>(value: &T) -> Result<Json, JsonError> {
    write::tree(value.view())
}

/// Makes what is viewed a JSON tree.
pub(crate) fn view_to_value(view: View<'_>) -> Result<Json, JsonError> {
    write::tree(view)
}

/// Reads a value from JSON text that holds nothing else.
pub fn from_str<T: Value>(text: &str) -> Result<T, JsonError> {
    match read::str(text) {
        Ok(json) => from_value(&json),
        Err(error) => Err(error),
    }
}

/// Reads any JSON text, with the same strictness.
pub(crate) fn tree_from_str(text: &str) -> Result<Json, JsonError> {
    read::str(text)
}

/// Reads a value from JSON text in UTF-8 that holds nothing else.
pub fn from_slice<T: Value>(text: &[u8]) -> Result<T, JsonError> {
    from_value(&read::slice(text)?)
}

/// Reads a value from a JSON tree.
pub fn from_value<T: Value>(json: &Json) -> Result<T, JsonError> {
    T::from_json(json, &Path::ROOT)
}
