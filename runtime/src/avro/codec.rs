//! [`Codec`], and its impls for primitives, lists, maps and nullable values.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use uuid::Uuid;

use super::decoder::Decoder;
use super::error::{DecodeError, DecodeReason};
use super::write;
use crate::Json;
use crate::bytes::Bytes;
use crate::date::Date;
use crate::json;
use crate::layout::{Filled, Slot, decode_list};
use crate::timestamp::Timestamp;
use crate::timestamp::text::TEMPLATE;
use crate::value::Value;

/// A type with an Avro form.
pub trait Codec: Sized {
    /// Appends the value to `out`.
    fn encode(&self, out: &mut Vec<u8>);

    /// Reads a value and checks the limits of its type.
    ///
    /// # Errors
    ///
    /// If the bytes do not start with a valid value.
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError>;

    /// Appends the value as one of a nullable type: a branch of a union after null.
    #[doc(hidden)]
    #[inline]
    fn encode_some(&self, out: &mut Vec<u8>) {
        out.push(2);
        self.encode(out);
    }

    /// Reads a value of a nullable type.
    #[doc(hidden)]
    #[inline]
    fn decode_nullable(decoder: &mut Decoder<'_>) -> Result<Option<Self>, DecodeError> {
        if decoder.is_some()? { Self::decode(decoder).map(Some) } else { Ok(None) }
    }

    /// Reads a value into `slot`.
    #[doc(hidden)]
    #[inline]
    fn decode_to<'a>(
        decoder: &mut Decoder<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, DecodeError> {
        match Self::decode(decoder) {
            Ok(value) => Ok(slot.fill(value)),
            Err(error) => Err(error),
        }
    }
}

impl Codec for bool {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.boolean()
    }
}

impl Codec for i32 {
    fn encode(&self, out: &mut Vec<u8>) {
        write::long(out, i64::from(*self));
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.int()
    }
}

impl Codec for i64 {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        write::long(out, *self);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.long()
    }
}

impl Codec for f32 {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.fixed().map(Self::from_le_bytes)
    }
}

impl Codec for f64 {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.fixed().map(Self::from_le_bytes)
    }
}

/// `encode` is not inlined: most fields are text, and a call for each is cheaper than a copy of the code.
impl Codec for String {
    #[inline(never)]
    fn encode(&self, out: &mut Vec<u8>) {
        write::bytes(out, self.as_bytes());
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let bytes = decoder.bytes()?;
        match str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(decoder.not_utf8(bytes, error)),
        }
    }

    /// Avoids copying the value into the slot. A copy reads in one piece what was just written in parts, which stalls
    /// the processor.
    fn decode_to<'a>(
        decoder: &mut Decoder<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, DecodeError> {
        let bytes = decoder.bytes()?;
        match str::from_utf8(bytes) {
            Ok(text) => Ok(slot.fill(text.to_owned())),
            Err(error) => Err(decoder.not_utf8(bytes, error)),
        }
    }
}

impl Codec for Bytes {
    fn encode(&self, out: &mut Vec<u8>) {
        write::bytes(out, self);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.bytes().map(Self::from)
    }
}

impl Codec for Date {
    fn encode(&self, out: &mut Vec<u8>) {
        write::bytes(out, self.to_string().as_bytes());
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.parse(str::parse)
    }
}

impl Codec for Timestamp {
    fn encode(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&TEMPLATE);
        if let Some(text) = out.last_chunk_mut() {
            let end = self.write(text);
            out.truncate(start + end);
        }
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = decoder.offset();
        Self::from_bytes(decoder.bytes()?).map_err(|error| DecodeError::invalid(start, error))
    }

    /// Avoids a copy, as for `String`.
    fn decode_to<'a>(
        decoder: &mut Decoder<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, DecodeError> {
        let start = decoder.offset();
        match Self::from_bytes(decoder.bytes()?) {
            Ok(timestamp) => Ok(slot.fill(timestamp)),
            Err(error) => Err(DecodeError::invalid(start, error)),
        }
    }
}

impl Codec for Uuid {
    fn encode(&self, out: &mut Vec<u8>) {
        let mut buffer = Self::encode_buffer();
        write::bytes(out, self.as_hyphenated().encode_lower(&mut buffer).as_bytes());
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.parse(crate::value::parse_uuid)
    }
}

/// A string that contains compact JSON text.
impl Codec for Json {
    fn encode(&self, out: &mut Vec<u8>) {
        write::bytes(out, self.to_string().as_bytes());
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.parse(|text| json::document(text, json::tree))
    }
}

impl<T: Value> Codec for Vec<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        write::count(out, self.len());
        for item in self {
            item.encode(out);
        }
        write::end(out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decode_list(decoder)
    }
}

impl<T: Codec> Codec for BTreeMap<String, T> {
    fn encode(&self, out: &mut Vec<u8>) {
        write::count(out, self.len());
        for (key, value) in self {
            key.encode(out);
            value.encode(out);
        }
        write::end(out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut map = Self::new();
        decoder.items(&mut |decoder| {
            let start = decoder.offset();
            match map.entry(String::decode(decoder)?) {
                Entry::Vacant(entry) => {
                    let value = T::decode(decoder).map_err(|error| error.in_entry(entry.key()))?;
                    entry.insert(value);
                    Ok(())
                }
                Entry::Occupied(entry) => {
                    let error = DecodeError::new(start, DecodeReason::RepeatedKey);
                    Err(error.in_entry(entry.key()))
                }
            }
        })?;
        Ok(map)
    }
}

/// A union of null and `T`, or of null and the cases of a variant.
impl<T: Codec> Codec for Option<T> {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            None => out.push(0),
            Some(value) => value.encode_some(out),
        }
    }

    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        T::decode_nullable(decoder)
    }
}
