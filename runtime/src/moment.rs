//! Dates and times with a precision: numbers of milliseconds or microseconds.

mod convert;
mod kind;
mod text;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::avro::{Codec, DecodeError, Decoder, Form, Logical};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{Filled, Slot};
use crate::shape::{MomentShape, Shape};
use crate::value::{Exact, Value, View};

pub(crate) use text::Shown;

pub use kind::{Clock, Day, Local, Micros, Millis, Unit, Utc};

/// A date and time in UTC, in the years 1 to 9999: `UtcDatetime<Millis>`. Written as `2024-01-31T12:00:00.500Z`.
///
/// It converts to and from [`Timestamp`](crate::Timestamp) and [`SystemTime`](std::time::SystemTime).
pub type UtcDatetime<U, F = Logical> = Moment<Utc, U, F>;

/// A date and time without an offset, in the years 1 to 9999. Written as `2024-01-31T12:00:00.500`.
///
/// It converts to and from [`Timestamp`](crate::Timestamp).
pub type LocalDatetime<U, F = Logical> = Moment<Local, U, F>;

/// A time of day without an offset. Written as `12:00:00.500`.
pub type LocalTime<U, F = Logical> = Moment<Day, U, F>;

/// A date and time, or a time of day, to the millisecond or microsecond: see [`UtcDatetime`], [`LocalDatetime`] and
/// [`LocalTime`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment<C, U, F = Logical> {
    count: i64,
    kind: PhantomData<(C, U, F)>,
}

/// Why a value is not a valid moment. It does not contain the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidMoment(pub(crate) &'static str);

impl fmt::Display for InvalidMoment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid date or time: {}", self.0)
    }
}

impl std::error::Error for InvalidMoment {}

impl<C: Clock, U: Unit, F: Form> Moment<C, U, F> {
    const OWN_SHAPE: MomentShape = MomentShape { clock: C::CLOCK, unit: U::UNIT, text: F::TEXT };

    /// From the number of milliseconds or microseconds since 1970, or since midnight.
    ///
    /// # Errors
    ///
    /// If the year is not between 1 and 9999, or a time of day is not before midnight.
    pub fn from_count(count: i64) -> Result<Self, InvalidMoment> {
        Self::OWN_SHAPE.check(count).map(|()| Self { count, kind: PhantomData })
    }

    /// The number of milliseconds or microseconds since 1970, or since midnight.
    pub fn count(self) -> i64 {
        self.count
    }

    fn parse(text: &[u8]) -> Result<Self, InvalidMoment> {
        Self::OWN_SHAPE.parse(text).map(|count| Self { count, kind: PhantomData })
    }
}

impl<C: Clock, U: Unit, F: Form> FromStr for Moment<C, U, F> {
    type Err = InvalidMoment;

    fn from_str(text: &str) -> Result<Self, InvalidMoment> {
        Self::parse(text.as_bytes())
    }
}

impl<C: Clock, U: Unit, F: Form> fmt::Display for Moment<C, U, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(Self::OWN_SHAPE, self.count).fmt(formatter)
    }
}

impl<C: Clock, U: Unit, F: Form> fmt::Debug for Moment<C, U, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl<C: Clock, U: Unit, F: Form> Exact for Moment<C, U, F> {
    fn encode(&self, out: &mut Vec<u8>) {
        Self::OWN_SHAPE.encode(self.count, out);
    }
}

impl<C: Clock, U: Unit, F: Form> Codec for Moment<C, U, F> {
    fn encode(&self, out: &mut Vec<u8>) {
        Self::OWN_SHAPE.encode(self.count, out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Self::OWN_SHAPE.decode(decoder).map(|count| Self { count, kind: PhantomData })
    }
}

impl<C: Clock, U: Unit, F: Form> Value for Moment<C, U, F> {
    const SHAPE: Shape = Shape::Moment(Self::OWN_SHAPE);

    fn view(&self) -> View<'_> {
        View::Exact(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        let read = parser.text(C::WHAT)?.parse();
        read.map(|value| slot.fill(value)).map_err(JsonError::new)
    }
}

crate::__impl_serde!(Moment<C, U, F>, C: Clock, U: Unit, F: Form);

#[cfg(test)]
mod tests;
