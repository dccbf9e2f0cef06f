//! Dates and times, with or without an offset from UTC.

pub(crate) mod text;

use std::cmp::Ordering;
use std::fmt;

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// A date and time in the years 1 to 9999, to the microsecond, with or without an offset from UTC.
///
/// It prints as `YYYY-MM-DDTHH:MM:SS`, followed by a point and six digits if the microseconds are not zero, and by the
/// offset as `+HH:MM` (or `+HH:MM:SS` if it has seconds) if there is one. UTC prints as `+00:00`, never as `Z`.
///
/// Parsing accepts this form, and also `Z`, lower case `t` and `z`, and one to nine digits after the point. Digits
/// after the sixth must be zero, so that parsing loses nothing. Conversion from a value of the `time` crate, which
/// usually comes from a clock, truncates to the microsecond.
///
/// # Equality and order
///
/// Two timestamps are equal if they print the same text. `08:00+00:00` and `09:00+01:00` are the same instant but not
/// equal; compare [`instant`](Self::instant)s instead.
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

impl Timestamp {
    /// The date and time of day as written, without the offset.
    pub fn local(self) -> PrimitiveDateTime {
        let Self { year, month, day, hour, minute, second, microsecond, .. } = self;
        let local = Month::try_from(month)
            .ok()
            .and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok())
            .and_then(|date| date.with_hms_micro(hour, minute, second, microsecond).ok());
        local.expect("every constructor checks the parts")
    }

    /// The offset from UTC, if there is one.
    pub fn offset(self) -> Option<UtcOffset> {
        self.offset.map(|offset| {
            let Offset { negative, hours, minutes, seconds } = offset;
            let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds);
            UtcOffset::from_whole_seconds(if negative { -seconds } else { seconds })
                .expect("the offset is less than a day")
        })
    }

    /// The instant, if there is an offset.
    pub fn instant(self) -> Option<OffsetDateTime> {
        self.offset().map(|offset| self.local().assume_offset(offset))
    }

    fn new(local: PrimitiveDateTime, offset: Option<UtcOffset>) -> Result<Self, InvalidTimestamp> {
        let year = u16::try_from(local.year()).ok().filter(|year| (1..=9999).contains(year));
        if offset.is_some_and(|offset| offset.whole_hours().abs() >= 24) {
            return Err(InvalidTimestamp("the offset is a day or more"));
        }
        let (hour, minute, second, microsecond) = local.as_hms_micro();
        Ok(Self {
            year: year.ok_or(YEAR)?,
            month: u8::from(local.month()),
            day: local.day(),
            hour,
            minute,
            second,
            microsecond,
            offset: offset.map(Offset::from),
        })
    }
}

impl From<UtcOffset> for Offset {
    fn from(offset: UtcOffset) -> Self {
        let (hours, minutes, seconds) = offset.as_hms();
        Self {
            negative: offset.is_negative(),
            hours: hours.unsigned_abs(),
            minutes: minutes.unsigned_abs(),
            seconds: seconds.unsigned_abs(),
        }
    }
}

const YEAR: InvalidTimestamp = InvalidTimestamp("the year is not between 1 and 9999");

/// Why a value is not a valid timestamp. It does not contain the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimestamp(&'static str);

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid date and time: {}", self.0)
    }
}

impl std::error::Error for InvalidTimestamp {}

/// Makes a timestamp without an offset, truncated to the microsecond.
impl TryFrom<PrimitiveDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(local: PrimitiveDateTime) -> Result<Self, InvalidTimestamp> {
        Self::new(local, None)
    }
}

/// Makes a timestamp with an offset, truncated to the microsecond.
impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(instant: OffsetDateTime) -> Result<Self, InvalidTimestamp> {
        Self::new(PrimitiveDateTime::new(instant.date(), instant.time()), Some(instant.offset()))
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |timestamp: &Self| {
            let offset = timestamp.offset();
            let instant = timestamp.local().assume_offset(offset.unwrap_or(UtcOffset::UTC));
            (instant.unix_timestamp_nanos(), offset.map(UtcOffset::whole_seconds))
        };
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
    use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

    use super::{InvalidTimestamp, Timestamp};

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
        assert_eq!(sorted[4].instant(), sorted[5].instant());
        assert_eq!(sorted[2].instant(), None);
        assert_eq!(read("2024-01-15T08:00:00-00:00"), read("2024-01-15T08:00:00Z"));
    }

    #[test]
    fn converts_from_the_time_crate() {
        let day = Date::from_calendar_date(2024, Month::January, 15).unwrap();
        let local = PrimitiveDateTime::new(day, Time::from_hms_nano(8, 0, 0, 123_456_789).unwrap());
        let naive = Timestamp::try_from(local).unwrap();
        assert_eq!(naive, read("2024-01-15T08:00:00.123456"));
        assert_eq!((naive.local().nanosecond(), naive.offset()), (123_456_000, None));
        let offset = UtcOffset::from_hms(-5, 0, 0).unwrap();
        let zoned = Timestamp::try_from(local.assume_offset(offset)).unwrap();
        assert_eq!(zoned, read("2024-01-15T08:00:00.123456-05:00"));
        assert_eq!(zoned.offset(), Some(offset));

        let day_long = UtcOffset::from_hms(24, 0, 0).unwrap();
        let refused = Timestamp::try_from(local.assume_offset(day_long));
        assert_eq!(refused, Err(InvalidTimestamp("the offset is a day or more")));
        let refused = Timestamp::try_from(PrimitiveDateTime::MIN);
        assert_eq!(refused, Err(InvalidTimestamp("the year is not between 1 and 9999")));
    }
}
