//! Avro binary for any [`Value`](crate::Value), written and read directly, without a schema or a tree of values.
//!
//! The format is schemaless: no header, no fingerprint, no container. Fields are in catalog order, a list or map is
//! one block, the entries of a map are ascending by key, and a nullable or optional value is a union of null and its type.
//! Dates, timestamps, UUIDs, enums and JSON values are strings that contain their text.
//! A variant is a union of its cases, and of a string with the JSON of an unknown one if it is open; null comes before them.
//!
//! Writing does not check limits: a value outside its limits is written, and rejected by readers.
//! `record.validate()?.to_avro()` checks them first; see [`Record::validate`](crate::Record::validate).
//!
//! # Reading
//!
//! The bytes need not be trusted. Reading returns a value, or a [`DecodeError`] with the path and the byte offset; it
//! does not panic, and allocates memory only in proportion to the input. Lists and maps may consist of several
//! blocks, with or without sizes. It is an error if bytes follow the value, a map has a duplicate key, a value is
//! outside its limits, or the input exceeds one of these limits:
//!
//! | Limit | Value |
//! | --- | --- |
//! | nested lists, maps and boxed records | [`MAX_DEPTH`] |
//! | items that take no bytes, in the whole input | [`MAX_EMPTY_ITEMS`] |
//!
//! [`WriterSchema`] reads bytes that were written with another version of the schema.

mod codec;
mod decoder;
mod error;
mod exact;
mod form;
mod resolve;
mod schema;
mod transcode;
pub(crate) mod view;
pub(crate) mod write;

pub use codec::Codec;
pub(crate) use decoder::Next;
pub use decoder::{Decoder, MAX_DEPTH, MAX_EMPTY_ITEMS};
pub use error::{DecodeError, DecodeReason};
pub use form::{Form, Logical, Text};
pub use schema::{SchemaError, WriterSchema};
pub use transcode::TranscodeError;

/// Writes `value` as Avro binary.
pub fn to_vec<T: Codec>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.encode(&mut out);
    out
}

/// Reads a value from Avro binary.
///
/// # Errors
///
/// If the bytes are not exactly one valid value.
pub fn from_slice<T: Codec>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(bytes);
    match T::decode(&mut decoder) {
        Ok(value) if decoder.is_finished() => Ok(value),
        Ok(_) => Err(decoder.trailing()),
        error => error,
    }
}
