//! What the code that the derives emit needs for the fields of a record.

use super::codec::Codec;
use super::decoder::Decoder;
use super::error::DecodeError;
use crate::record::RecordDescription;
use crate::value::Value;

/// Adds the field at `index` to the path of an error inside it.
#[cold]
pub fn field_error(
    error: DecodeError,
    description: &'static RecordDescription,
    index: usize,
) -> DecodeError {
    error.in_field(description, index)
}

/// Reads the field at `index`, and checks it against its limits.
pub fn decode_limited<T: Value>(
    decoder: &mut Decoder<'_>,
    description: &'static RecordDescription,
    index: usize,
) -> Result<T, DecodeError> {
    let start = decoder.offset();
    let value = <T as Codec>::decode(decoder)?;
    let limits = description.fields.get(index).and_then(|field| field.limits);
    match limits.map_or(Ok(()), |limits| limits.check(value.view())) {
        Ok(()) => Ok(value),
        Err(breach) => Err(DecodeError::invalid(start, breach)),
    }
}
