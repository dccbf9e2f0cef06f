//! The fields of one record, handed out in wire order to the code that the derives emit.

use super::codec::Codec;
use super::decoder::Decoder;
use super::error::DecodeError;
use crate::record::RecordDescription;
use crate::value::Value;

/// Reader of one record's fields.
pub struct Fields<'d, 'a> {
    decoder: &'d mut Decoder<'a>,
    description: &'static RecordDescription,
    index: usize,
}

impl<'d, 'a> Fields<'d, 'a> {
    /// Begins at the first field.
    #[inline]
    pub fn new(decoder: &'d mut Decoder<'a>, description: &'static RecordDescription) -> Self {
        Self { decoder, description, index: 0 }
    }

    /// Reads the next field of the description, which has no limits.
    #[expect(clippy::should_implement_trait, reason = "each call reads another type")]
    #[inline]
    pub fn next<T: Codec>(&mut self) -> Result<T, DecodeError> {
        let index = self.index;
        self.index += 1;
        T::decode(self.decoder).map_err(|error| error.in_field(self.description, index))
    }

    /// Reads the next field of the description, and checks it against its limits.
    pub fn next_limited<T: Value>(&mut self) -> Result<T, DecodeError> {
        let (index, start) = (self.index, self.decoder.offset());
        let value: T = self.next()?;
        match self.description.fields.get(index).and_then(|field| field.limits) {
            Some(limits) => limits.check(value.view()).map(|()| value).map_err(|breach| {
                DecodeError::invalid(start, breach).in_field(self.description, index)
            }),
            None => Ok(value),
        }
    }
}
