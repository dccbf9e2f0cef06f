//! Reads and writes moments of any kind, as text and as Avro.

use std::fmt;

use super::InvalidMoment;
use crate::avro::{DecodeError, Decoder, write};
use crate::shape::{Clock, MomentShape, Unit};
use crate::timestamp::text::{TEMPLATE, time_of_day};
use crate::timestamp::{RANGE, Timestamp};

const RANGE_ERROR: InvalidMoment = InvalidMoment("the year is not between 1 and 9999");
const MIDNIGHT: InvalidMoment = InvalidMoment("times go from 00:00:00 to 23:59:59");
const TOO_FINE: InvalidMoment = InvalidMoment("more precise than a millisecond");
/// Where the date and the time start in a text, and where it ends if it has six digits after the point.
const DATE: usize = 1;
const TIME: usize = 12;
const FULL: usize = 27;

const TOO_LARGE: InvalidMoment = InvalidMoment("out of range");

impl Unit {
    /// How many microseconds it is.
    const fn micros(self) -> i64 {
        match self {
            Self::Millis => 1_000,
            Self::Micros => 1,
        }
    }
}

impl MomentShape {
    /// Refuses what has no text.
    pub(crate) fn check(self, count: i64) -> Result<(), InvalidMoment> {
        let micros = self.unit.micros();
        let (range, error) = match self.clock {
            Clock::Utc | Clock::Local => (RANGE.0 / micros..=RANGE.1 / micros, RANGE_ERROR),
            Clock::Day => (0..=(86_400_000_000 / micros - 1), MIDNIGHT),
        };
        if range.contains(&count) { Ok(()) } else { Err(error) }
    }

    /// Reads a text.
    pub(crate) fn parse(self, text: &[u8]) -> Result<i64, InvalidMoment> {
        let date_and_time = || Timestamp::from_bytes(text).map_err(|error| InvalidMoment(error.0));
        let micros = match self.clock {
            Clock::Utc => date_and_time()?
                .utc_microseconds()
                .ok_or(InvalidMoment("expected UTC, such as 2024-01-31T12:00:00Z"))?,
            Clock::Local => date_and_time()?
                .local_microseconds()
                .ok_or(InvalidMoment("expected no offset, such as 2024-01-31T12:00:00"))?,
            Clock::Day => time_of_day(text).map_err(|error| InvalidMoment(error.0))?,
        };
        self.convert(micros, Unit::Micros)
    }

    /// Converts a number of another unit. Nothing is rounded.
    pub(crate) fn convert(self, count: i64, unit: Unit) -> Result<i64, InvalidMoment> {
        match (unit, self.unit) {
            (Unit::Millis, Unit::Micros) => count.checked_mul(1_000).ok_or(TOO_LARGE),
            (Unit::Micros, Unit::Millis) if count % 1_000 == 0 => Ok(count / 1_000),
            (Unit::Micros, Unit::Millis) => Err(TOO_FINE),
            (Unit::Millis, Unit::Millis) | (Unit::Micros, Unit::Micros) => Ok(count),
        }
    }

    /// The nearest number that is not greater.
    pub(crate) fn truncate(self, micros: i64) -> i64 {
        micros.div_euclid(self.unit.micros())
    }

    /// Microseconds.
    pub(crate) fn micros(self, count: i64) -> i64 {
        count.saturating_mul(self.unit.micros())
    }

    /// Appends it as Avro.
    pub(crate) fn encode(self, count: i64, out: &mut Vec<u8>) {
        if self.text {
            write::bytes(out, Shown(self, count).to_string().as_bytes());
        } else {
            write::long(out, count);
        }
    }

    /// Reads it from Avro.
    pub(crate) fn decode(self, decoder: &mut Decoder<'_>) -> Result<i64, DecodeError> {
        let start = decoder.offset();
        let read = if self.text {
            self.parse(decoder.bytes()?)
        } else {
            let count = match (self.clock, self.unit) {
                (Clock::Day, Unit::Millis) => i64::from(decoder.int()?),
                (Clock::Utc | Clock::Local | Clock::Day, _) => decoder.long()?,
            };
            self.check(count).map(|()| count)
        };
        read.map_err(|error| DecodeError::invalid(start, error))
    }
}

/// A moment, which prints as its text.
pub(crate) struct Shown(pub(crate) MomentShape, pub(crate) i64);

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(shape, count) = *self;
        // A time of day is that of the first day.
        let moment = Timestamp::from_microseconds(shape.micros(count)).map_err(|_| fmt::Error)?;
        let mut text = TEMPLATE;
        let end = match (shape.unit, moment.without_offset().write(&mut text)) {
            (Unit::Millis, FULL) => FULL - 3,
            (Unit::Millis | Unit::Micros, end) => end,
        };
        let start = match shape.clock {
            Clock::Utc | Clock::Local => DATE,
            Clock::Day => TIME,
        };
        // The text is ASCII, so this neither replaces nor allocates anything.
        formatter.write_str(&String::from_utf8_lossy(&text[start..end]))?;
        formatter.write_str(if shape.clock == Clock::Utc { "Z" } else { "" })
    }
}
