//! Decimal numbers with a fixed number of digits after the point.

#[cfg(feature = "rust_decimal")]
mod foreign;
mod text;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::avro::{Codec, DecodeError, Decoder, Form, Logical};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{Filled, Slot};
use crate::shape::{DecimalShape, Shape};
use crate::value::{Exact, Value, View};

pub(crate) use text::{Shown, number};

/// A decimal number of at most `PRECISION` digits, `SCALE` of them after the point. It is exact.
///
/// ```
/// # use annals::Decimal;
/// let price: Decimal<10, 2> = "12.5".parse()?;
/// assert_eq!(price.to_string(), "12.50");
/// assert_eq!(price.unscaled(), 1250);
/// assert!("12.505".parse::<Decimal<10, 2>>().is_err());
/// # Ok::<(), annals::InvalidDecimal>(())
/// ```
///
/// For arithmetic, convert it: with the feature `rust_decimal` from and to `rust_decimal::Decimal`, or without it
/// from and to the whole number of [`unscaled`](Self::unscaled) units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const PRECISION: u8, const SCALE: u8, F = Logical> {
    unscaled: i128,
    form: PhantomData<F>,
}

/// Why a value is not a valid decimal. It does not contain the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDecimal(&'static str);

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid decimal: {}", self.0)
    }
}

impl std::error::Error for InvalidDecimal {}

impl<const PRECISION: u8, const SCALE: u8, F: Form> Decimal<PRECISION, SCALE, F> {
    const OWN_SHAPE: DecimalShape =
        DecimalShape { precision: PRECISION, scale: SCALE, text: F::TEXT };

    /// From the number of units of the last digit: 1250 is 12.50 if the scale is 2.
    ///
    /// # Errors
    ///
    /// If it has more digits than the precision.
    pub fn from_unscaled(unscaled: i128) -> Result<Self, InvalidDecimal> {
        Self::OWN_SHAPE.check(unscaled).map(|()| Self::known(unscaled))
    }

    /// The number of units of the last digit.
    pub fn unscaled(self) -> i128 {
        self.unscaled
    }

    fn known(unscaled: i128) -> Self {
        Self { unscaled, form: PhantomData }
    }
}

impl<const PRECISION: u8, const SCALE: u8, F: Form> FromStr for Decimal<PRECISION, SCALE, F> {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        Self::OWN_SHAPE.parse(text.as_bytes()).map(Self::known)
    }
}

impl<const PRECISION: u8, const SCALE: u8, F: Form> fmt::Display for Decimal<PRECISION, SCALE, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(Self::OWN_SHAPE, self.unscaled).fmt(formatter)
    }
}

impl<const PRECISION: u8, const SCALE: u8, F: Form> fmt::Debug for Decimal<PRECISION, SCALE, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl<const PRECISION: u8, const SCALE: u8, F: Form> Exact for Decimal<PRECISION, SCALE, F> {
    fn encode(&self, out: &mut Vec<u8>) {
        Self::OWN_SHAPE.encode(self.unscaled, out);
    }
}

impl<const PRECISION: u8, const SCALE: u8, F: Form> Codec for Decimal<PRECISION, SCALE, F> {
    fn encode(&self, out: &mut Vec<u8>) {
        Self::OWN_SHAPE.encode(self.unscaled, out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Self::OWN_SHAPE.decode(decoder).map(Self::known)
    }
}

impl<const PRECISION: u8, const SCALE: u8, F: Form> Value for Decimal<PRECISION, SCALE, F> {
    const SHAPE: Shape = Shape::Decimal(Self::OWN_SHAPE);

    fn view(&self) -> View<'_> {
        View::Exact(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        let read = parser.text("a decimal in quotes")?.parse();
        read.map(|value| slot.fill(value)).map_err(JsonError::new)
    }
}

crate::__impl_serde!(Decimal<PRECISION, SCALE, F>, F: Form; const PRECISION: u8, const SCALE: u8);

#[cfg(test)]
mod tests;
