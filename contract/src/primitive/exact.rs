//! The primitives with a precision: dates and times that are counted, and decimals.

use std::fmt;

/// A date and time or a time of day, as a number of milliseconds or microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// What it counts from.
    pub clock: Clock,
    /// What it counts.
    pub unit: Unit,
    /// True if it is a string in Avro, not a number.
    pub text: bool,
}

/// What a moment counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// `datetime`: from 1970, in UTC.
    Utc,
    /// `local_datetime`: from 1970, without an offset.
    Local,
    /// `local_time`: from midnight, without an offset.
    Day,
}

/// What a moment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
}

/// A decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// Most digits; 0 until it is known.
    pub precision: u8,
    /// How many of them are after the point.
    pub scale: u8,
    /// True if it is a string in Avro, not bytes.
    pub text: bool,
}

impl Clock {
    /// The name of the primitive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utc => "datetime",
            Self::Local => "local_datetime",
            Self::Day => "local_time",
        }
    }
}

impl Unit {
    /// The words that `precision` may be.
    pub const NAMES: &'static [&'static str] = &["millis", "micros"];

    /// The word that `precision` is.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Millis => "millis",
            Self::Micros => "micros",
        }
    }

    /// The unit with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "millis" => Some(Self::Millis),
            "micros" => Some(Self::Micros),
            _ => None,
        }
    }

    /// How many are a second.
    #[must_use]
    pub const fn per_second(self) -> i64 {
        match self {
            Self::Millis => 1_000,
            Self::Micros => 1_000_000,
        }
    }
}

impl Moment {
    /// A local date and time or time of day without `precision`.
    #[must_use]
    pub const fn local(clock: Clock) -> Self {
        Self { clock, unit: Unit::Micros, text: false }
    }

    /// Its path in Rust.
    pub(super) fn rust(self) -> String {
        let ty = match self.clock {
            Clock::Utc => "UtcDatetime",
            Clock::Local => "LocalDatetime",
            Clock::Day => "LocalTime",
        };
        let unit = match self.unit {
            Unit::Millis => "Millis",
            Unit::Micros => "Micros",
        };
        let text = if self.text { ", ::annals::Text" } else { "" };
        format!("::annals::{ty}<::annals::{unit}{text}>")
    }

    /// The type that holds it in Avro.
    #[must_use]
    pub const fn avro(self) -> &'static str {
        match self {
            Self { text: true, .. } => "string",
            Self { clock: Clock::Day, unit: Unit::Millis, .. } => "int",
            Self { .. } => "long",
        }
    }

    /// Its logical type in Avro, if it is a number there.
    #[must_use]
    pub const fn logical(self) -> Option<&'static str> {
        if self.text {
            return None;
        }
        Some(match (self.clock, self.unit) {
            (Clock::Utc, Unit::Millis) => "timestamp-millis",
            (Clock::Utc, Unit::Micros) => "timestamp-micros",
            (Clock::Local, Unit::Millis) => "local-timestamp-millis",
            (Clock::Local, Unit::Micros) => "local-timestamp-micros",
            (Clock::Day, Unit::Millis) => "time-millis",
            (Clock::Day, Unit::Micros) => "time-micros",
        })
    }

    /// The moment with this logical type.
    #[must_use]
    pub fn from_logical(name: &str) -> Option<Self> {
        let clocks = [Clock::Utc, Clock::Local, Clock::Day];
        let all = clocks.into_iter().flat_map(|clock| {
            [Unit::Millis, Unit::Micros].map(|unit| Self { clock, unit, text: false })
        });
        all.into_iter().find(|moment| moment.logical() == Some(name))
    }
}

impl Decimal {
    /// The most digits that a decimal can have.
    pub const LARGEST: u8 = 38;

    /// A decimal whose precision is not known yet.
    pub const UNKNOWN: Self = Self { precision: 0, scale: 0, text: false };

    /// Its path in Rust.
    pub(super) fn rust(self) -> String {
        let text = if self.text { ", ::annals::Text" } else { "" };
        format!("::annals::Decimal<{}, {}{text}>", self.precision, self.scale)
    }

    /// The type that holds it in Avro.
    #[must_use]
    pub const fn avro(self) -> &'static str {
        if self.text { "string" } else { "bytes" }
    }
}

/// As the docs show it: `datetime(millis)`.
impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}({})", self.clock.name(), self.unit.name())
    }
}

/// As the docs show it: `decimal(10,2)`.
impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "decimal({},{})", self.precision, self.scale)
    }
}
