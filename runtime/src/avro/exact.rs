//! Schema resolution of dates, times and decimals with a precision.

use std::fmt::Display;

use super::decoder::Decoder;
use super::error::DecodeError;
use super::resolve::Resolver;
use super::schema::{Logical, Type, TypeId};
use crate::decimal::number;
use crate::shape::{DecimalShape, MomentShape};

impl Resolver<'_, '_, '_> {
    /// A number of the writer's unit, or a text.
    pub(super) fn moment(
        &mut self,
        id: TypeId,
        shape: MomentShape,
        out: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        let start = self.decoder.offset();
        let ty = self.schema.ty(id);
        let count = match ty {
            Type::Int => i64::from(self.decoder.int()?),
            Type::Long => self.decoder.long()?,
            Type::String | Type::Bytes => {
                let count = read(self.decoder, |text| shape.parse(text))?;
                shape.encode(count, out);
                return Ok(());
            }
            _ => return Err(self.mismatch(ty, "a date or time")),
        };
        let unit = match self.schema.logical(id) {
            Some(Logical::Moment(unit)) => unit,
            Some(Logical::Decimal(_)) | None => shape.unit,
        };
        let count = shape.convert(count, unit).and_then(|count| shape.check(count).map(|()| count));
        shape.encode(count.map_err(|error| DecodeError::invalid(start, error))?, out);
        Ok(())
    }

    /// Bytes with the writer's scale, or a text.
    pub(super) fn decimal(
        &mut self,
        id: TypeId,
        shape: DecimalShape,
        out: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        let ty = self.schema.ty(id);
        let rescale = |bytes: &[u8]| {
            let scale = match self.schema.logical(id) {
                Some(Logical::Decimal(scale)) => scale,
                Some(Logical::Moment(_)) | None => shape.scale.into(),
            };
            shape.rescale(number(bytes)?, scale)
        };
        let unscaled = match ty {
            Type::String => read(self.decoder, |text| shape.parse(text))?,
            Type::Bytes => read(self.decoder, rescale)?,
            Type::Fixed(size) => {
                let start = self.decoder.offset();
                let bytes = self.decoder.take(*size)?;
                rescale(bytes).map_err(|error| DecodeError::invalid(start, error))?
            }
            _ => return Err(self.mismatch(ty, "a decimal")),
        };
        shape.encode(unscaled, out);
        Ok(())
    }
}

fn read<T, E: Display>(
    decoder: &mut Decoder<'_>,
    parse: impl FnOnce(&[u8]) -> Result<T, E>,
) -> Result<T, DecodeError> {
    let start = decoder.offset();
    parse(decoder.bytes()?).map_err(|error| DecodeError::invalid(start, error))
}
