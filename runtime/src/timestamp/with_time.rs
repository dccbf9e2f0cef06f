//! Conversions from and to the types of the `time` crate.

use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::{InvalidTimestamp, NO_OFFSET, OFFSET, Parts, Timestamp, TryFromTimestampError};

fn parts(local: PrimitiveDateTime) -> Parts {
    let (hour, minute, second, nanosecond) = local.as_hms_nano();
    let (year, month, day) = local.to_calendar_date();
    Parts { year, month: month.into(), day, hour, minute, second, nanosecond }
}

/// Makes a timestamp without an offset, truncated to the microsecond.
impl TryFrom<PrimitiveDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(local: PrimitiveDateTime) -> Result<Self, InvalidTimestamp> {
        Self::new(parts(local), None)
    }
}

/// Makes a timestamp with an offset, truncated to the microsecond.
impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(instant: OffsetDateTime) -> Result<Self, InvalidTimestamp> {
        let local = PrimitiveDateTime::new(instant.date(), instant.time());
        Self::new(parts(local), Some(instant.offset().whole_seconds()))
    }
}

/// The date and time of day. An error if the timestamp has an offset.
impl TryFrom<Timestamp> for PrimitiveDateTime {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        if timestamp.offset.is_some() { Err(OFFSET) } else { Ok(timestamp.local()) }
    }
}

/// The instant with its offset. An error without an offset.
impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        let offset = timestamp.offset.ok_or(NO_OFFSET)?;
        let offset = UtcOffset::from_whole_seconds(offset.seconds());
        Ok(timestamp.local().assume_offset(offset.expect("the offset is less than a day")))
    }
}

#[cfg(test)]
mod tests {
    use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

    use crate::timestamp::{InvalidTimestamp, NO_OFFSET, OFFSET, Timestamp};

    fn read(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn values_are_truncated_to_the_microsecond() {
        let day = Date::from_calendar_date(2024, Month::January, 15).unwrap();
        let local = PrimitiveDateTime::new(day, Time::from_hms_nano(8, 0, 0, 123_456_789).unwrap());
        let naive = Timestamp::try_from(local).unwrap();
        assert_eq!(naive, read("2024-01-15T08:00:00.123456"));
        assert_eq!(PrimitiveDateTime::try_from(naive).unwrap().nanosecond(), 123_456_000);
        let offset = UtcOffset::from_hms(-5, 0, 0).unwrap();
        let zoned = Timestamp::try_from(local.assume_offset(offset)).unwrap();
        assert_eq!(zoned, read("2024-01-15T08:00:00.123456-05:00"));
        assert_eq!(OffsetDateTime::try_from(zoned).unwrap().offset(), offset);
    }

    #[test]
    fn an_offset_is_neither_made_up_nor_lost() {
        assert_eq!(OffsetDateTime::try_from(read("2024-01-15T08:00:00")), Err(NO_OFFSET));
        assert_eq!(PrimitiveDateTime::try_from(read("2024-01-15T08:00:00Z")), Err(OFFSET));
    }

    #[test]
    fn extremes_go_both_ways() {
        for text in ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"] {
            let local = PrimitiveDateTime::try_from(read(text)).unwrap();
            assert_eq!(Timestamp::try_from(local), Ok(read(text)));
            for offset in ["+00:00", "+23:59:59", "-23:59:59", "-00:00:01"] {
                let timestamp = read(&format!("{text}{offset}"));
                let instant = OffsetDateTime::try_from(timestamp).unwrap();
                assert_eq!(Timestamp::try_from(instant), Ok(timestamp));
            }
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        let local = PrimitiveDateTime::try_from(read("2024-01-15T08:00:00")).unwrap();
        let day_long = UtcOffset::from_hms(24, 0, 0).unwrap();
        let refused = Timestamp::try_from(local.assume_offset(day_long));
        assert_eq!(refused, Err(InvalidTimestamp("the offset is a day or more")));
        let refused = Timestamp::try_from(PrimitiveDateTime::MIN);
        assert_eq!(refused, Err(InvalidTimestamp("the year is not between 1 and 9999")));
    }
}
