//! Conversions from and to the types of the `chrono` crate.

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, TimeZone, Timelike, Utc,
};

use super::{
    InvalidTimestamp, NO_OFFSET, OFFSET, Parts, RANGE_OF_TARGET, Timestamp, TryFromTimestampError,
};

/// `local` may be a `DateTime`, whose parts are those of the local time even if that is out of range.
fn parts(local: &(impl Datelike + Timelike)) -> Parts {
    Parts {
        year: local.year(),
        // Each of these is less than 60.
        month: local.month() as u8,
        day: local.day() as u8,
        hour: local.hour() as u8,
        minute: local.minute() as u8,
        second: local.second() as u8,
        nanosecond: local.nanosecond(),
    }
}

/// Makes a timestamp without an offset, truncated to the microsecond.
impl TryFrom<NaiveDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(local: NaiveDateTime) -> Result<Self, InvalidTimestamp> {
        Self::new(parts(&local), None)
    }
}

/// Makes a timestamp with the offset that the time zone has at that instant, truncated to the microsecond.
impl<Z: TimeZone> TryFrom<DateTime<Z>> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(instant: DateTime<Z>) -> Result<Self, InvalidTimestamp> {
        Self::new(parts(&instant), Some(instant.offset().fix().local_minus_utc()))
    }
}

/// The date and time of day. An error if the timestamp has an offset.
impl TryFrom<Timestamp> for NaiveDateTime {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        if timestamp.offset.is_some() { Err(OFFSET) } else { Ok(local(timestamp)) }
    }
}

/// The instant with its offset. An error without an offset.
impl TryFrom<Timestamp> for DateTime<FixedOffset> {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        let offset = timestamp.offset.ok_or(NO_OFFSET)?.seconds();
        let offset = FixedOffset::east_opt(offset).ok_or(RANGE_OF_TARGET)?;
        let utc = local(timestamp).checked_sub_offset(offset).ok_or(RANGE_OF_TARGET)?;
        Ok(Self::from_naive_utc_and_offset(utc, offset))
    }
}

/// The instant. An error without an offset.
impl TryFrom<Timestamp> for DateTime<Utc> {
    type Error = TryFromTimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TryFromTimestampError> {
        DateTime::<FixedOffset>::try_from(timestamp).map(|instant| instant.to_utc())
    }
}

fn local(timestamp: Timestamp) -> NaiveDateTime {
    let Timestamp { year, month, day, hour, minute, second, microsecond, .. } = timestamp;
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
        .and_then(|date| {
            date.and_hms_micro_opt(hour.into(), minute.into(), second.into(), microsecond)
        })
        .expect("every constructor checks the parts")
}

#[cfg(test)]
mod tests {
    use chrono::{
        DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _, Timelike as _, Utc,
    };

    use crate::timestamp::{InvalidTimestamp, NO_OFFSET, OFFSET, Timestamp};

    fn read(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn values_are_truncated_to_the_microsecond() {
        let day = NaiveDate::from_ymd_opt(2024, 1, 15).unwrap();
        let local = day.and_hms_nano_opt(8, 0, 0, 123_456_789).unwrap();
        let naive = Timestamp::try_from(local).unwrap();
        assert_eq!(naive, read("2024-01-15T08:00:00.123456"));
        assert_eq!(NaiveDateTime::try_from(naive).unwrap().nanosecond(), 123_456_000);
        let offset = FixedOffset::west_opt(5 * 3600).unwrap();
        let zoned = Timestamp::try_from(offset.from_local_datetime(&local).unwrap()).unwrap();
        assert_eq!(zoned, read("2024-01-15T08:00:00.123456-05:00"));
        assert_eq!(*DateTime::<FixedOffset>::try_from(zoned).unwrap().offset(), offset);
        let utc = DateTime::<Utc>::try_from(zoned).unwrap();
        assert_eq!(Timestamp::try_from(utc), Ok(read("2024-01-15T13:00:00.123456Z")));
        // Also before 1970.
        let early = DateTime::from_timestamp(-1, 999_999_999).unwrap();
        assert_eq!(Timestamp::try_from(early), Ok(read("1969-12-31T23:59:59.999999Z")));
    }

    #[test]
    fn an_offset_is_neither_made_up_nor_lost() {
        let naive = read("2024-01-15T08:00:00");
        assert_eq!(DateTime::<FixedOffset>::try_from(naive), Err(NO_OFFSET));
        assert_eq!(DateTime::<Utc>::try_from(naive), Err(NO_OFFSET));
        assert_eq!(NaiveDateTime::try_from(read("2024-01-15T08:00:00Z")), Err(OFFSET));
    }

    #[test]
    fn extremes_go_both_ways() {
        for text in ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"] {
            let local = NaiveDateTime::try_from(read(text)).unwrap();
            assert_eq!(Timestamp::try_from(local), Ok(read(text)));
            for offset in ["+00:00", "+23:59:59", "-23:59:59", "-00:00:01"] {
                let timestamp = read(&format!("{text}{offset}"));
                let instant = DateTime::<FixedOffset>::try_from(timestamp).unwrap();
                assert_eq!(Timestamp::try_from(instant), Ok(timestamp));
                let utc = DateTime::<Utc>::try_from(timestamp).unwrap();
                assert_eq!(utc, instant);
            }
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        let year = Err(InvalidTimestamp("the year is not between 1 and 9999"));
        assert_eq!(Timestamp::try_from(NaiveDateTime::MIN), year);
        assert_eq!(Timestamp::try_from(NaiveDateTime::MAX), year);
        // The local time of these is out of chrono's own range.
        let offset = FixedOffset::east_opt(86_399).unwrap();
        assert_eq!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC.with_timezone(&offset)), year);
        let offset = FixedOffset::west_opt(86_399).unwrap();
        assert_eq!(Timestamp::try_from(DateTime::<Utc>::MIN_UTC.with_timezone(&offset)), year);
        let day = NaiveDate::from_ymd_opt(2016, 12, 31).unwrap();
        let leap = day.and_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
        let refused = Err(InvalidTimestamp("it is in a leap second"));
        assert_eq!(Timestamp::try_from(leap), refused);
        assert_eq!(Timestamp::try_from(leap.and_utc()), refused);
    }
}
