//! Dates and times, with or without an offset from UTC.

pub(crate) mod text;
#[cfg(feature = "chrono")]
mod with_chrono;
#[cfg(feature = "jiff")]
mod with_jiff;
#[cfg(feature = "time")]
mod with_time;

use std::cmp::Ordering;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime};

/// A date and time in the years 1 to 9999, to the microsecond, with or without an offset from UTC.
///
/// It prints as `YYYY-MM-DDTHH:MM:SS`, followed by a point and six digits if the microseconds are not zero, and by the
/// offset as `+HH:MM` (or `+HH:MM:SS` if it has seconds) if there is one. UTC prints as `+00:00`, never as `Z`.
///
/// Parsing accepts this form, and also `Z`, lower case `t` and `z`, and one to nine digits after the point. Digits
/// after the sixth must be zero, so that parsing loses nothing.
///
/// # Conversions
///
/// A timestamp with an offset converts to [`SystemTime`], and with the features `time`, `jiff` and `chrono` to their
/// types for an instant. One without an offset converts to their types for a date and time of day. It is an error if the
/// offset is missing or would be lost, or if the other type has a smaller range: a `jiff::Timestamp` ends some hours
/// before the year 9999 does, and `SystemTime` depends on the system.
///
/// Conversions to a timestamp truncate to the microsecond, since such values usually come from a clock. It is an error
/// if the year is not between 1 and 9999, the offset is a day or more, or the time is in a leap second.
///
/// # Equality and order
///
/// Two timestamps are equal if they print the same text. `08:00+00:00` and `09:00+01:00` are the same instant but not
/// equal; to compare instants, convert to [`SystemTime`].
///
/// Timestamps are ordered by instant, where one without an offset counts as UTC. If the instants are equal, the
/// timestamp without an offset comes first, then the one with the smaller offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp {
    // The parts of the text, so that parsing and printing need no calendar arithmetic.
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    offset: Option<Offset>,
    microsecond: u32,
}

/// An offset from UTC of less than a day, as the parts of its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Offset {
    /// False if the offset is zero.
    negative: bool,
    hours: u8,
    minutes: u8,
    seconds: u8,
}

/// The range of the years 1 to 9999 in UTC, in microseconds since 1970.
pub(crate) const RANGE: (i64, i64) = (-62_135_596_800_000_000, 253_402_300_799_999_999);

/// The parts of a date and time of day.
struct Parts {
    year: i32,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
}

impl Timestamp {
    /// The current time in UTC, truncated to the microsecond.
    pub fn now() -> Self {
        let microseconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_micros()).unwrap_or(RANGE.1),
            Err(_) => 0,
        };
        Self::from_microseconds(microseconds.min(RANGE.1)).expect("it is in the range")
    }

    /// Makes a timestamp in UTC from microseconds since 1970.
    pub(crate) fn from_microseconds(microseconds: i64) -> Result<Self, InvalidTimestamp> {
        let instant = OffsetDateTime::from_unix_timestamp_nanos(i128::from(microseconds) * 1_000);
        let instant = instant.map_err(|_| YEAR)?;
        let (date, (hour, minute, second, nanosecond)) =
            (instant.date(), instant.time().as_hms_nano());
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        Self::new(Parts { year, month, day, hour, minute, second, nanosecond }, Some(0))
    }

    /// Microseconds since 1970, and whether there is an offset. Without one, it counts as UTC.
    fn microseconds(self) -> (i64, bool) {
        let offset = self.offset.map_or(0, Offset::seconds);
        let seconds = self.local().assume_utc().unix_timestamp() - i64::from(offset);
        (seconds * 1_000_000 + i64::from(self.microsecond), self.offset.is_some())
    }

    /// The date and time of day, without the offset.
    fn local(self) -> PrimitiveDateTime {
        let Self { year, month, day, hour, minute, second, microsecond, .. } = self;
        let local = Month::try_from(month)
            .ok()
            .and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok())
            .and_then(|date| date.with_hms_micro(hour, minute, second, microsecond).ok());
        local.expect("every constructor checks the parts")
    }

    /// Microseconds since 1970, if the offset is that of UTC.
    pub(crate) fn utc_microseconds(self) -> Option<i64> {
        (self.offset?.seconds() == 0).then(|| self.microseconds().0)
    }

    /// Microseconds since 1970, if there is an offset.
    pub(crate) fn instant_microseconds(self) -> Option<i64> {
        self.offset.map(|_| self.microseconds().0)
    }

    /// Microseconds since 1970, if there is no offset.
    pub(crate) fn local_microseconds(self) -> Option<i64> {
        self.offset.is_none().then(|| self.microseconds().0)
    }

    /// The same date and time of day without an offset.
    pub(crate) fn without_offset(self) -> Self {
        Self { offset: None, ..self }
    }

    /// Makes a timestamp, truncated to the microsecond. The parts must be a valid date and time of day, except that the
    /// year may be any, and a second may be a leap second.
    fn new(parts: Parts, offset: Option<i32>) -> Result<Self, InvalidTimestamp> {
        let Parts { year, month, day, hour, minute, second, nanosecond } = parts;
        let year = u16::try_from(year).ok().filter(|year| (1..=9999).contains(year)).ok_or(YEAR)?;
        if second > 59 || nanosecond > 999_999_999 {
            return Err(InvalidTimestamp("it is in a leap second"));
        }
        let offset = offset.map(Offset::new).transpose()?;
        let microsecond = nanosecond / 1_000;
        Ok(Self { year, month, day, hour, minute, second, microsecond, offset })
    }
}

impl Offset {
    fn new(seconds: i32) -> Result<Self, InvalidTimestamp> {
        let part = |number: u32| u8::try_from(number).ok();
        let all = seconds.unsigned_abs();
        match (part(all / 3600), part(all / 60 % 60), part(all % 60)) {
            (Some(hours @ ..24), Some(minutes), Some(rest)) => {
                Ok(Self { negative: seconds < 0, hours, minutes, seconds: rest })
            }
            _ => Err(InvalidTimestamp("the offset is a day or more")),
        }
    }

    fn seconds(self) -> i32 {
        let Self { negative, hours, minutes, seconds } = self;
        let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds);
        if negative { -seconds } else { seconds }
    }
}

const YEAR: InvalidTimestamp = InvalidTimestamp("the year is not between 1 and 9999");

/// Why a value is not a valid timestamp. It does not contain the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimestamp(pub(crate) &'static str);

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid date and time: {}", self.0)
    }
}

impl std::error::Error for InvalidTimestamp {}

/// Why a timestamp cannot be converted to another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryFromTimestampError(&'static str);

/// The target is an instant.
const NO_OFFSET: TryFromTimestampError = TryFromTimestampError("it has no offset from UTC");
/// The target has no offset.
#[cfg(any(feature = "time", feature = "jiff", feature = "chrono"))]
const OFFSET: TryFromTimestampError = TryFromTimestampError("it has an offset from UTC");
const RANGE_OF_TARGET: TryFromTimestampError =
    TryFromTimestampError("it is outside the range of the other type");

impl fmt::Display for TryFromTimestampError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the timestamp cannot be converted: {}", self.0)
    }
}

impl std::error::Error for TryFromTimestampError {}

/// Makes a timestamp in UTC, truncated to the microsecond.
impl TryFrom<SystemTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(time: SystemTime) -> Result<Self, InvalidTimestamp> {
        let nanoseconds = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i128::try_from(since.as_nanos()),
            Err(before) => i128::try_from(before.duration().as_nanos()).map(|before| -before),
        };
        let microseconds = nanoseconds.map_err(|_| YEAR)?.div_euclid(1_000);
        Self::from_microseconds(i64::try_from(microseconds).map_err(|_| YEAR)?)
    }
}

/// The instant. An error without an offset, or where the system cannot represent it.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        let (microseconds, true) = timestamp.microseconds() else { return Err(NO_OFFSET) };
        let distance = Duration::from_micros(microseconds.unsigned_abs());
        let time = if microseconds < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        };
        time.ok_or(RANGE_OF_TARGET)
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        let key =
            |timestamp: &Self| (timestamp.microseconds().0, timestamp.offset.map(Offset::seconds));
        key(self).cmp(&key(other))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

crate::__impl_serde!(Timestamp);

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{InvalidTimestamp, NO_OFFSET, Timestamp};

    fn read(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn equality_compares_texts_and_order_compares_instants() {
        let ascending = [
            "0001-01-01T00:00:00+23:59",
            "2024-01-15T07:59:59.999999+00:00",
            "2024-01-15T08:00:00",
            "2024-01-15T03:00:00-05:00",
            "2024-01-15T08:00:00+00:00",
            "2024-01-15T09:00:00+01:00",
            "2024-01-15T08:00:00.000001",
            "9999-12-31T23:59:59.999999-23:59",
        ];
        let sorted = ascending.map(read);
        for pair in sorted.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
            assert_ne!(pair[0], pair[1]);
        }
        let instants = sorted.map(SystemTime::try_from);
        assert!(instants[4].is_ok());
        assert_eq!(instants[4], instants[5]);
        assert_eq!(instants[2], Err(NO_OFFSET));
        assert_eq!(read("2024-01-15T08:00:00-00:00"), read("2024-01-15T08:00:00Z"));
    }

    #[test]
    fn now_is_in_utc() {
        let before = SystemTime::now();
        let now = Timestamp::now();
        assert!(now.to_string().ends_with("+00:00"), "{now}");
        let now = SystemTime::try_from(now).unwrap();
        // Truncated by less than a microsecond.
        assert!(now + Duration::from_micros(1) > before && now <= SystemTime::now());
    }

    #[test]
    fn converts_from_and_to_the_time_of_the_system() {
        let cases = [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.000001Z", 1),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("1883-11-18T12:03:57-04:56:02", -2_717_650_801_000_000),
            ("0001-01-01T00:00:00Z", super::RANGE.0),
            ("9999-12-31T23:59:59.999999Z", super::RANGE.1),
        ];
        for (text, microseconds) in cases {
            let distance = Duration::from_micros(i64::unsigned_abs(microseconds));
            let time = if microseconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance };
            assert_eq!(SystemTime::try_from(read(text)), Ok(time), "{text}");
            let back = Timestamp::try_from(time).unwrap();
            assert_eq!(SystemTime::try_from(back), Ok(time), "{text}");
            assert!(back == read(text) || !text.ends_with('Z'), "{text}");
        }
        // Truncated, also before 1970.
        let nanosecond = Duration::from_nanos(1);
        assert_eq!(Timestamp::try_from(UNIX_EPOCH + nanosecond), Ok(read("1970-01-01T00:00:00Z")));
        let truncated = read("1969-12-31T23:59:59.999999Z");
        assert_eq!(Timestamp::try_from(UNIX_EPOCH - nanosecond), Ok(truncated));
        let last = SystemTime::try_from(read("9999-12-31T23:59:59.999999Z")).unwrap();
        let first = SystemTime::try_from(read("0001-01-01T00:00:00Z")).unwrap();
        for outside in [last + Duration::from_micros(1), first - nanosecond] {
            let refused = InvalidTimestamp("the year is not between 1 and 9999");
            assert_eq!(Timestamp::try_from(outside), Err(refused));
        }
        // The local year is 1, the year in UTC is 0.
        let early = SystemTime::try_from(read("0001-01-01T00:00:00+23:59:59")).unwrap();
        assert!(early < first && Timestamp::try_from(early).is_err());
    }
}
