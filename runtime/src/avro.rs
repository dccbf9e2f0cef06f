//! Avro binary of any [`Value`](crate::Value): straight to and from the buffer, without a schema or a tree in between.
//!
//! The bytes are those of the schemaless form: no header, no fingerprint, no container.
//! Fields stand in catalog order, a list or map is one block, the entries of a map ascend by key, a nullable value is
//! the union of null and it. Dates, timestamps, UUIDs, enums and JSON are strings of their text.
//!
//! # Reading
//!
//! Any bytes may be read: the outcome is a value or a [`DecodeError`] with place and offset, never a panic, nor memory
//! out of proportion to the input. Lists and maps may come in several blocks, with sizes or without.
//! Refused are bytes after the end, a key given twice, a value outside its limits, and what cannot be:
//!
//! | Limit | Value |
//! | --- | --- |
//! | lists, maps and boxes inside each other | [`MAX_DEPTH`] |
//! | elements without any bytes, in one document | [`MAX_EMPTY_ITEMS`] |
//!
//! Bytes that were written with another version of the schema are read by [`WriterSchema`].

mod codec;
mod decoder;
mod error;
mod resolve;
mod schema;
mod transcode;
pub(crate) mod write;

pub use codec::Codec;
pub(crate) use decoder::Next;
pub use decoder::{Decoder, MAX_DEPTH, MAX_EMPTY_ITEMS};
pub use error::{DecodeError, DecodeReason};
pub use schema::{SchemaError, WriterSchema};
pub use transcode::TranscodeError;

/// Writes `value` as Avro binary.
pub fn to_vec<T: Codec>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.encode(&mut out);
    out
}

/// Reads a value from Avro binary that holds nothing else.
pub fn from_slice<T: Codec>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(bytes);
    match T::decode(&mut decoder) {
        Ok(value) if decoder.is_finished() => Ok(value),
        Ok(_) => Err(decoder.trailing()),
        error => error,
    }
}
