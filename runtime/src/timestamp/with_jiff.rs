//! Conversions from and to the types of the `jiff` crate.

use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::{
    InvalidTimestamp, NO_OFFSET, OFFSET, Parts, RANGE_OF_TARGET, Timestamp, TryFromTimestampError,
};

fn parts(local: DateTime) -> Parts {
    Parts {
        year: local.year().into(),
        // None of these is negative.
        month: local.month() as u8,
        day: local.day() as u8,
        hour: local.hour() as u8,
        minute: local.minute() as u8,
        second: local.second() as u8,
        nanosecond: local.subsec_nanosecond() as u32,
    }
}

/// Makes a timestamp without an offset, truncated to the microsecond.
impl TryFrom<DateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(local: DateTime) -> Result<Self, InvalidTimestamp> {
        Self::new(parts(local), None)
    }
}

/// Makes a timestamp in UTC, truncated to the microsecond.
impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(instant: jiff::Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::new(parts(Offset::UTC.to_datetime(instant)), Some(0))
    }
}

/// Makes a timestamp with the offset that the time zone has at that instant, truncated to the microsecond.
impl TryFrom<ZonedDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(instant: ZonedDateTime) -> Result<Self, InvalidTimestamp> {
        Self::new(parts(instant.datetime()), Some(instant.offset().seconds()))
    }
}

/// The date and time of day. An error if the timestamp has an offset.
impl TryFrom<Timestamp> for DateTime {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        if timestamp.offset.is_some() { Err(OFFSET) } else { local(timestamp) }
    }
}

/// The instant. An error without an offset, or in the last hours of the year 9999.
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        let local = local(timestamp)?;
        offset(timestamp)?.to_timestamp(local).map_err(|_| RANGE_OF_TARGET)
    }
}

/// The instant, in a time zone that always has this offset. An error without an offset, or in the last hours of the year
/// 9999.
impl TryFrom<Timestamp> for ZonedDateTime {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        let zone = TimeZone::fixed(offset(timestamp)?);
        Ok(jiff::Timestamp::try_from(timestamp)?.to_zoned_datetime(zone))
    }
}

fn offset(timestamp: Timestamp) -> Result<Offset, TryFromTimestampError> {
    let offset = timestamp.offset.ok_or(NO_OFFSET)?;
    Offset::from_seconds(offset.seconds()).map_err(|_| RANGE_OF_TARGET)
}

fn local(timestamp: Timestamp) -> Result<DateTime, TryFromTimestampError> {
    let Timestamp { year, month, day, hour, minute, second, microsecond, .. } = timestamp;
    // Every constructor checks the parts: a year is below 10,000, the others are below 60, and this below a second.
    let nanosecond = microsecond as i32 * 1_000;
    let [month, day, hour, minute, second] =
        [month, day, hour, minute, second].map(|part| part as i8);
    DateTime::new(year as i16, month, day, hour, minute, second, nanosecond)
        .map_err(|_| RANGE_OF_TARGET)
}

#[cfg(test)]
mod tests {
    use jiff::ZonedDateTime;
    use jiff::civil::DateTime;
    use jiff::tz::{Offset, TimeZone};

    use crate::timestamp::{
        InvalidTimestamp, NO_OFFSET, OFFSET, RANGE_OF_TARGET, Timestamp, TryFromTimestampError,
    };

    fn read(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn values_are_truncated_to_the_microsecond() {
        let local = DateTime::new(2024, 1, 15, 8, 0, 0, 123_456_789).unwrap();
        let naive = Timestamp::try_from(local).unwrap();
        assert_eq!(naive, read("2024-01-15T08:00:00.123456"));
        assert_eq!(DateTime::try_from(naive).unwrap().subsec_nanosecond(), 123_456_000);
        let offset = Offset::from_seconds(-5 * 3600).unwrap();
        let instant = offset.to_timestamp(local).unwrap();
        let zoned = instant.to_zoned_datetime(TimeZone::fixed(offset));
        let zoned = Timestamp::try_from(zoned).unwrap();
        assert_eq!(zoned, read("2024-01-15T08:00:00.123456-05:00"));
        assert_eq!(ZonedDateTime::try_from(zoned).unwrap().offset(), offset);
        assert_eq!(Timestamp::try_from(instant), Ok(read("2024-01-15T13:00:00.123456Z")));
        // Also before 1970.
        let early = jiff::Timestamp::from_nanosecond(-1).unwrap();
        assert_eq!(Timestamp::try_from(early), Ok(read("1969-12-31T23:59:59.999999Z")));
    }

    #[test]
    fn an_offset_is_neither_made_up_nor_lost() {
        let naive = read("2024-01-15T08:00:00");
        assert_eq!(jiff::Timestamp::try_from(naive), Err(NO_OFFSET));
        assert_eq!(ZonedDateTime::try_from(naive), Err(NO_OFFSET));
        assert_eq!(DateTime::try_from(read("2024-01-15T08:00:00Z")), Err(OFFSET));
    }

    #[test]
    fn extremes_go_both_ways() {
        for text in ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"] {
            let local = DateTime::try_from(read(text)).unwrap();
            assert_eq!(Timestamp::try_from(local), Ok(read(text)));
        }
        for text in [
            "0001-01-01T00:00:00+00:00",
            "0001-01-01T00:00:00+23:59:59",
            "0001-01-01T00:00:00-23:59:59",
            "9999-12-30T22:00:00+00:00",
            "9999-12-31T21:59:59.999999+23:59:59",
        ] {
            let instant = ZonedDateTime::try_from(read(text)).unwrap();
            assert_eq!(Timestamp::try_from(instant.clone()), Ok(read(text)), "{text}");
            assert_eq!(jiff::Timestamp::try_from(read(text)), Ok(instant.timestamp()), "{text}");
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        let late = read("9999-12-31T23:59:59.999999Z");
        let refused: TryFromTimestampError = RANGE_OF_TARGET;
        assert_eq!(jiff::Timestamp::try_from(late), Err(refused));
        assert_eq!(ZonedDateTime::try_from(late), Err(refused));
        let year = Err(InvalidTimestamp("the year is not between 1 and 9999"));
        assert_eq!(Timestamp::try_from(DateTime::MIN), year);
        assert_eq!(Timestamp::try_from(jiff::Timestamp::MIN), year);
        let zone = TimeZone::fixed(Offset::from_seconds(86_400).unwrap());
        let day_long = jiff::Timestamp::UNIX_EPOCH.to_zoned_datetime(zone);
        let refused = Timestamp::try_from(day_long);
        assert_eq!(refused, Err(InvalidTimestamp("the offset is a day or more")));
    }
}
