//! The texts of dates, times and decimals with a precision.

use std::fmt;

use super::{Datetime, InvalidText, datetime};
use crate::model::{Clock, Date, Decimal, Moment, Unit};

/// A moment that a text says.
#[derive(Debug, Clone, Copy)]
pub struct MomentText {
    datetime: Datetime,
    moment: Moment,
}

/// Reads a date and time or time of day: `2025-01-31T08:30:00.500Z` or `08:30:00`.
///
/// # Errors
///
/// When the text is anything else, or more precise.
pub fn moment(moment: Moment, text: &str) -> Result<MomentText, InvalidText> {
    let datetime = match moment.clock {
        Clock::Utc => datetime(text).and_then(|datetime| match datetime.offset {
            Some(offset) if offset.is_zero() => Ok(datetime),
            _ => Err(InvalidText::NotUtc),
        }),
        Clock::Local => without_offset(text),
        Clock::Day => match text.as_bytes().get(2) {
            // A time of day is that of the first day.
            Some(b':') => without_offset(&format!("1970-01-01T{text}")),
            _ => Err(InvalidText::TimeForm),
        },
    }?;
    if moment.unit == Unit::Millis && !datetime.microsecond.is_multiple_of(1_000) {
        return Err(InvalidText::Millis);
    }
    Ok(MomentText { datetime, moment })
}

fn without_offset(text: &str) -> Result<Datetime, InvalidText> {
    datetime(text).and_then(|datetime| match datetime.offset {
        None => Ok(datetime),
        Some(_) => Err(InvalidText::HasOffset),
    })
}

impl MomentText {
    /// The moment that a number is; `None` if it is out of range.
    #[must_use]
    pub fn from_count(moment: Moment, count: i64) -> Option<Self> {
        let (least, most) = moment_range(moment);
        if !(least..=most).contains(&count) {
            return None;
        }
        let per_second = moment.unit.per_second();
        let (seconds, fraction) = (count.div_euclid(per_second), count.rem_euclid(per_second));
        let (days, time) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let part = |number: i64| u8::try_from(number).unwrap_or_default();
        let datetime = Datetime {
            date: day_of(days),
            hour: part(time / 3_600),
            minute: part(time / 60 % 60),
            second: part(time % 60),
            microsecond: u32::try_from(fraction * (1_000_000 / per_second)).unwrap_or_default(),
            offset: None,
        };
        Some(Self { datetime, moment })
    }

    /// The number of milliseconds or microseconds since 1970, or since midnight.
    #[must_use]
    pub fn count(self) -> i64 {
        let Datetime { date, hour, minute, second, microsecond, .. } = self.datetime;
        let days = days_since_1970(date.year.into(), date.month.into(), date.day.into());
        let time = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
        let per_second = self.moment.unit.per_second();
        let fraction = i64::from(microsecond) / (1_000_000 / per_second);
        (days * 86_400 + time) * per_second + fraction
    }
}

/// As the bindings print it.
impl fmt::Display for MomentText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Datetime { date, hour, minute, second, microsecond, .. } = self.datetime;
        match self.moment.clock {
            Clock::Utc | Clock::Local => write!(formatter, "{date}T")?,
            Clock::Day => {}
        }
        write!(formatter, "{hour:02}:{minute:02}:{second:02}")?;
        match (microsecond, self.moment.unit) {
            (0, _) => {}
            (_, Unit::Millis) => write!(formatter, ".{:03}", microsecond / 1_000)?,
            (_, Unit::Micros) => write!(formatter, ".{microsecond:06}")?,
        }
        formatter.write_str(if self.moment.clock == Clock::Utc { "Z" } else { "" })
    }
}

/// The range of the numbers of a moment.
#[must_use]
pub fn moment_range(moment: Moment) -> (i64, i64) {
    let per_second = moment.unit.per_second();
    let days = match moment.clock {
        Clock::Utc | Clock::Local => (days_since_1970(1, 1, 1), days_since_1970(10_000, 1, 1)),
        Clock::Day => (0, 1),
    };
    (days.0 * 86_400 * per_second, days.1 * 86_400 * per_second - 1)
}

/// Years begin in March here, so that a leap day is the last one.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
        - 719_468
}

/// The day that is this number of days after the first one of 1970. Years begin in March here too, and are
/// counted in groups of 400, which all have as many days.
fn day_of(days: i64) -> Date {
    let days = days + 719_468;
    let (group, of_group) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_group - of_group / 1_460 + of_group / 36_524 - of_group / 146_096) / 365;
    let of_year = of_group - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let (month, day) = ((march + 2) % 12 + 1, of_year - (153 * march + 2) / 5 + 1);
    let year = year + group * 400 + i64::from(month <= 2);
    let part = |number: i64| u8::try_from(number).unwrap_or_default();
    Date { year: u16::try_from(year).unwrap_or_default(), month: part(month), day: part(day) }
}

/// Reads a decimal in canonical form: `-12.50` if the scale is 2.
///
/// # Errors
///
/// When the text is anything else, or has too many digits.
pub fn decimal(decimal: Decimal, text: &str) -> Result<String, InvalidText> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(InvalidText::Digits),
        Some(parts) => parts,
        None => (digits, ""),
    };
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || (whole.len() > 1 && whole.starts_with('0'))
        || !all(whole)
        || !all(fraction)
    {
        return Err(InvalidText::Digits);
    }
    let scale = usize::from(decimal.scale);
    if fraction.len() > scale {
        return Err(InvalidText::Scale(decimal.scale));
    }
    let before = if whole == "0" { 0 } else { whole.len() };
    if before + scale > usize::from(decimal.precision) {
        return Err(InvalidText::Precision(decimal.precision - decimal.scale));
    }
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if digits.len() < text.len() && !is_zero { "-" } else { "" };
    let point = if scale == 0 { "" } else { "." };
    Ok(format!("{sign}{whole}{point}{fraction:0<scale$}"))
}

/// True if bytes are a number with at most the digits of a decimal, in two's complement with the
/// most significant byte first.
#[must_use]
pub fn is_decimal(decimal: Decimal, bytes: &[u8]) -> bool {
    let [first, ..] = bytes else { return false };
    let sign = if *first < 0x80 { 0_u8 } else { 0xff };
    let significant = bytes.iter().skip_while(|byte| **byte == sign);
    // More than 128 bits are more than 38 digits.
    let mut number = Some(i128::from(sign as i8));
    for byte in significant {
        number = number.and_then(|number| number.checked_mul(256)?.checked_add((*byte).into()));
    }
    let bound = 10_i128.pow(decimal.precision.min(Decimal::LARGEST).into());
    number.is_some_and(|number| -bound < number && number < bound)
}

#[cfg(test)]
mod tests {
    use super::{MomentText, day_of, days_since_1970, decimal, is_decimal, moment, moment_range};
    use crate::model::{Clock, Date, Decimal, Moment, Unit};

    #[test]
    fn moments() {
        let of = |clock, unit| Moment { clock, unit, text: false };
        let utc = of(Clock::Utc, Unit::Millis);
        let day = of(Clock::Day, Unit::Micros);
        let local = of(Clock::Local, Unit::Micros);
        for (kind, text, canonical, count) in [
            (utc, "1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00Z", 0),
            (utc, "2024-02-29T12:30:45.5Z", "2024-02-29T12:30:45.500Z", 1_709_209_845_500),
            (utc, "0001-01-01T00:00:00z", "0001-01-01T00:00:00Z", moment_range(utc).0),
            (utc, "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", moment_range(utc).1),
            (
                local,
                "2000-03-01T00:00:00.000001",
                "2000-03-01T00:00:00.000001",
                951_868_800_000_001,
            ),
            (day, "23:59:59.999999", "23:59:59.999999", moment_range(day).1),
            (day, "08:30:00.100", "08:30:00.100000", 30_600_100_000),
        ] {
            let read = moment(kind, text).unwrap();
            assert_eq!((read.to_string().as_str(), read.count()), (canonical, count));
            let again = MomentText::from_count(kind, count).unwrap();
            assert_eq!(again.to_string(), canonical);
        }
        for (kind, text) in [
            (utc, "2024-02-29T12:30:45"),
            (utc, "2024-02-29T12:30:45+01:00"),
            (utc, "2024-02-29T12:30:45.0001Z"),
            (local, "2024-02-29T12:30:45Z"),
            (day, "2024-02-29T12:30:45"),
            (day, "24:00:00"),
            (day, "12:00"),
            (day, "12:00:00Z"),
        ] {
            assert!(moment(kind, text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_day_is_that_of_its_number() {
        let mut days = days_since_1970(1, 1, 1);
        while days < days_since_1970(10_000, 1, 1) {
            let Date { year, month, day } = day_of(days);
            assert!((1..=12).contains(&month) && (1..=31).contains(&day), "{year} {month} {day}");
            assert_eq!(days_since_1970(year.into(), month.into(), day.into()), days);
            days += 1;
        }
    }

    #[test]
    fn decimals() {
        let price = Decimal { precision: 5, scale: 2, text: false };
        for (text, canonical) in
            [("0", "0.00"), ("-0.0", "0.00"), ("-1.5", "-1.50"), ("999.99", "999.99")]
        {
            assert_eq!(decimal(price, text).as_deref(), Ok(canonical));
        }
        for text in ["", "-", ".5", "5.", "01", "+1", "1e2", "1.000", "1000", "1,5", "é"] {
            assert!(decimal(price, text).is_err(), "{text}");
        }
        for (bytes, fits) in [
            (&[][..], false),
            (&[0], true),
            (&[0xff], true),
            (&[0x80], true),
            (&[1, 0x86, 0x9f], true),
            (&[1, 0x86, 0xa0], false),
            (&[0xfe, 0x79, 0x61], true),
            (&[0xfe, 0x79, 0x60], false),
            (&[0; 40], true),
            (&[0xff; 40], true),
            (&[1; 17], false),
            (&[0x80; 17], false),
        ] {
            assert_eq!(is_decimal(price, bytes), fits, "{bytes:?}");
        }
        let small = Decimal { precision: 2, scale: 2, text: false };
        assert_eq!(decimal(small, "0.12").as_deref(), Ok("0.12"));
        assert!(decimal(small, "1").is_err());
        let whole = Decimal { precision: 2, scale: 0, text: false };
        assert_eq!(decimal(whole, "-12").as_deref(), Ok("-12"));
        assert!(decimal(whole, "1.0").is_err());
    }
}
