//! Conversions between decimals and those of `rust_decimal`.

use super::{Decimal, InvalidDecimal};
use crate::avro::Form;

/// The same number; an error if it has too many digits, before or after the point.
impl<const PRECISION: u8, const SCALE: u8, F: Form> TryFrom<rust_decimal::Decimal>
    for Decimal<PRECISION, SCALE, F>
{
    type Error = InvalidDecimal;

    fn try_from(number: rust_decimal::Decimal) -> Result<Self, InvalidDecimal> {
        Self::OWN_SHAPE.rescale(number.mantissa(), number.scale()).map(Self::known)
    }
}

/// The same number; an error if it has more than 28 digits.
impl<const PRECISION: u8, const SCALE: u8, F: Form> TryFrom<Decimal<PRECISION, SCALE, F>>
    for rust_decimal::Decimal
{
    type Error = rust_decimal::Error;

    fn try_from(number: Decimal<PRECISION, SCALE, F>) -> Result<Self, rust_decimal::Error> {
        Self::try_from_i128_with_scale(number.unscaled, SCALE.into())
    }
}
