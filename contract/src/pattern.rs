//! The texts of primitives that are strings in JSON, as patterns that mean the same in Rust and in ECMAScript.

use crate::primitive::{Clock, Decimal, Moment, Primitive, Unit};

/// A day that exists, in the years 0001 to 9999.
macro_rules! date {
    () => {
        concat!(
            "(?:(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])",
            "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
            "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))",
            "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])",
            "|(?:0[48]|[2468][048]|[13579][26])00)-02-29)",
        )
    };
}

/// A time of day, to the microsecond.
macro_rules! time {
    () => {
        concat!("[Tt]", clock!(), fraction!("6", "3"))
    };
}

/// Hour, minute and second.
macro_rules! clock {
    () => {
        "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    };
}

/// The fraction of a second, with at most these numbers of digits and of zeros after them.
macro_rules! fraction {
    ($digits:literal, $zeros:literal) => {
        concat!("(?:\\.[0-9]{1,", $digits, "}0{0,", $zeros, "})?")
    };
}

/// An offset to the minute.
macro_rules! offset {
    () => {
        "[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
    };
}

/// A date that exists.
pub const DATE: &str = concat!("^", date!(), "$");
/// A date-time of RFC 3339.
pub const DATETIME: &str = concat!("^", date!(), time!(), "(?:[Zz]|", offset!(), ")$");
/// A datetime that RFC 3339 does not allow: without an offset, or with one to the second.
pub const OTHER_DATETIME: &str = concat!("^", date!(), time!(), "(?:", offset!(), ":[0-5][0-9])?$");
/// A UUID in either case.
pub const UUID: &str = "^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
/// Base64 whose unused bits are zero.
pub const BASE64: &str = concat!(
    "^(?:[A-Za-z0-9+/]{4})*",
    "(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
);

impl Primitive {
    /// A pattern of exactly its texts in JSON; `None` if it is no string there, or any string.
    #[must_use]
    pub fn pattern(self) -> Option<String> {
        Some(match self {
            Self::Bytes => BASE64.to_owned(),
            Self::Date => DATE.to_owned(),
            Self::Datetime => format!("{DATETIME}|{OTHER_DATETIME}"),
            Self::Uuid => UUID.to_owned(),
            Self::Moment(moment) => moment.pattern(),
            Self::Decimal(decimal) => decimal.pattern(),
            Self::Boolean | Self::Int | Self::Long | Self::Float | Self::Double => return None,
            Self::String | Self::Json => return None,
        })
    }
}

impl Moment {
    /// A pattern of exactly its texts in JSON.
    #[must_use]
    pub fn pattern(self) -> String {
        let fraction = match self.unit {
            Unit::Millis => fraction!("3", "6"),
            Unit::Micros => fraction!("6", "3"),
        };
        let (date, clock) = (date!(), clock!());
        match self.clock {
            Clock::Utc => format!("^{date}[Tt]{clock}{fraction}(?:[Zz]|[+-]00:00)$"),
            Clock::Local => format!("^{date}[Tt]{clock}{fraction}$"),
            Clock::Day => format!("^{clock}{fraction}$"),
        }
    }
}

impl Decimal {
    /// A pattern of exactly its texts in JSON.
    #[must_use]
    pub fn pattern(self) -> String {
        let Self { precision, scale, .. } = self;
        let whole = match precision - scale {
            0 => "0".to_owned(),
            1 => "[0-9]".to_owned(),
            digits => format!("(?:0|[1-9][0-9]{{0,{}}})", digits - 1),
        };
        let fraction = match scale {
            0 => String::new(),
            1 => "(?:\\.[0-9])?".to_owned(),
            scale => format!("(?:\\.[0-9]{{1,{scale}}})?"),
        };
        format!("^-?{whole}{fraction}$")
    }
}
