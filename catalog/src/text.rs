//! The texts of dates, datetimes, UUIDs, bytes and formats that a payload may hold.
//!
//! The cases in `tests/texts/` hold these functions, the runtime, `annals validate` and the
//! patterns of the JSON Schemas together.

mod base64;
mod exact;
mod format;

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use crate::model::Date;

pub use base64::{base64_bytes, base64_length};
pub use exact::{MomentText, decimal, is_decimal, moment, moment_range};
pub use format::is_in_format;

/// Why a text is not a date, a datetime, a time or a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidText {
    /// It does not have the form of a date.
    DateForm,
    /// It does not have the form of a datetime.
    DatetimeForm,
    /// The year is 0.
    Year,
    /// There is no such month.
    Month(u8),
    /// The month does not have that day.
    Day {
        /// The year.
        year: u16,
        /// The month.
        month: u8,
    },
    /// There is no such time of day.
    Time,
    /// The fraction of a second has no digits, or is finer than a microsecond.
    Fraction,
    /// What follows the time is not an offset.
    Offset,
    /// It does not have the form of a time of day.
    TimeForm,
    /// It is not in UTC.
    NotUtc,
    /// It has an offset.
    HasOffset,
    /// It is more precise than a millisecond.
    Millis,
    /// It is not written as a decimal.
    Digits,
    /// It has more digits after the point than this.
    Scale(u8),
    /// It has more digits before the point than this.
    Precision(u8),
}

/// A date and time of day to the microsecond, with an offset from UTC or without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Datetime {
    date: Date,
    hour: u8,
    minute: u8,
    second: u8,
    microsecond: u32,
    offset: Option<Offset>,
}

/// An offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Offset {
    /// False for UTC.
    negative: bool,
    hours: u8,
    minutes: u8,
    seconds: u8,
}

impl Offset {
    fn is_zero(self) -> bool {
        (self.hours, self.minutes, self.seconds) == (0, 0, 0)
    }
}

/// Reads a date that exists, of the years 0001 to 9999: `2025-01-31`.
///
/// # Errors
///
/// When the text is anything else.
pub fn date(text: &str) -> Result<Date, InvalidText> {
    date_of(text.as_bytes())
}

/// Reads a date and time of day, with an offset, `Z`, or neither: `2025-01-31T08:30:00+01:00`. The
/// fraction has up to six digits, and more only if they are zeros.
///
/// # Errors
///
/// When the text is anything else.
pub fn datetime(text: &str) -> Result<Datetime, InvalidText> {
    let form = InvalidText::DatetimeForm;
    let (day, rest) = text.as_bytes().split_at_checked(10).ok_or(form)?;
    let &[b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2, ref rest @ ..] = rest else {
        return Err(form);
    };
    let date = date_of(day).map_err(|why| if why == InvalidText::DateForm { form } else { why })?;
    let number = |tens, ones| pair(tens, ones).ok_or(form);
    let (hour, minute, second) = (number(h1, h2)?, number(m1, m2)?, number(s1, s2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return Err(InvalidText::Time);
    }
    let (microsecond, rest) = fraction(rest)?;
    let offset = offset(rest)?;
    Ok(Datetime { date, hour, minute, second, microsecond, offset })
}

/// True for five groups of hexadecimal digits with hyphens between.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn date_of(text: &[u8]) -> Result<Date, InvalidText> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return Err(InvalidText::DateForm);
    };
    let number = |tens, ones| pair(tens, ones).ok_or(InvalidText::DateForm);
    let year = u16::from(number(y1, y2)?) * 100 + u16::from(number(y3, y4)?);
    let (month, day) = (number(m1, m2)?, number(d1, d2)?);
    if year == 0 {
        return Err(InvalidText::Year);
    }
    let last = days(year, month).ok_or(InvalidText::Month(month))?;
    if !(1..=last).contains(&day) {
        return Err(InvalidText::Day { year, month });
    }
    Ok(Date { year, month, day })
}

/// How many days a month has; `None` if there is no such month.
fn days(year: u16, month: u8) -> Option<u8> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Microseconds, and what follows them.
fn fraction(rest: &[u8]) -> Result<(u32, &[u8]), InvalidText> {
    let [b'.', rest @ ..] = rest else { return Ok((0, rest)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at(count);
    let (kept, beyond) = digits.split_at(count.min(6));
    if !(1..=9).contains(&count) || beyond.iter().any(|digit| *digit != b'0') {
        return Err(InvalidText::Fraction);
    }
    let number = kept.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Ok((number * 10_u32.pow(6 - kept.len() as u32), rest))
}

fn offset(rest: &[u8]) -> Result<Option<Offset>, InvalidText> {
    let (sign, hours, minutes, seconds) = match *rest {
        [] => return Ok(None),
        [b'Z' | b'z'] => (b'+', Some(0), Some(0), Some(0)),
        [sign, h1, h2, b':', m1, m2] => (sign, pair(h1, h2), pair(m1, m2), Some(0)),
        [sign, h1, h2, b':', m1, m2, b':', s1, s2] => {
            (sign, pair(h1, h2), pair(m1, m2), pair(s1, s2))
        }
        _ => return Err(InvalidText::Offset),
    };
    let (b'+' | b'-', Some(hours @ ..24), Some(minutes @ ..60), Some(seconds @ ..60)) =
        (sign, hours, minutes, seconds)
    else {
        return Err(InvalidText::Offset);
    };
    let offset = Offset { negative: sign == b'-', hours, minutes, seconds };
    Ok(Some(Offset { negative: offset.negative && !offset.is_zero(), ..offset }))
}

/// The number that two digits spell.
fn pair(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

impl Datetime {
    /// True if the offset has seconds, which no written datetime has.
    pub(crate) fn has_offset_seconds(&self) -> bool {
        self.offset.is_some_and(|offset| offset.seconds != 0)
    }
}

/// As Python prints it: microseconds have six digits or none, and UTC is `+00:00`.
impl fmt::Display for Datetime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, hour, minute, second, microsecond, offset } = self;
        write!(formatter, "{date}T{hour:02}:{minute:02}:{second:02}")?;
        if *microsecond != 0 {
            write!(formatter, ".{microsecond:06}")?;
        }
        let Some(Offset { negative, hours, minutes, seconds }) = offset else { return Ok(()) };
        let sign = if *negative { '-' } else { '+' };
        write!(formatter, "{sign}{hours:02}:{minutes:02}")?;
        if *seconds != 0 {
            write!(formatter, ":{seconds:02}")?;
        }
        Ok(())
    }
}

impl fmt::Display for InvalidText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::DateForm => "expected the form YYYY-MM-DD",
            Self::DatetimeForm => "expected the form 2024-01-31T12:00:00+00:00",
            Self::Year => "years go from 0001 to 9999",
            Self::Month(month) => return write!(formatter, "there is no month {month}"),
            Self::Day { year, month } => return write_days(formatter, *year, *month),
            Self::Time => "times go from 00:00:00 to 23:59:59",
            Self::Fraction => "the fraction has 1 to 6 digits",
            Self::Offset => "the offset is `Z` or of the form +01:00",
            Self::TimeForm => "expected the form 12:00:00",
            Self::NotUtc => "with a precision, it is in UTC and ends with `Z`",
            Self::HasOffset => "a local time has no offset",
            Self::Millis => "it is more precise than a millisecond",
            Self::Digits => "expected digits such as 12.50",
            Self::Scale(most) => {
                return write!(formatter, "it has more than {most} digits after the point");
            }
            Self::Precision(most) => {
                return write!(formatter, "it has more than {most} digits before the point");
            }
        })
    }
}

/// The name of a month, from 1; empty for other numbers.
#[must_use]
pub fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

fn write_days(formatter: &mut fmt::Formatter<'_>, year: u16, month: u8) -> fmt::Result {
    let name = month_name(month);
    let days = days(year, month).unwrap_or_default();
    match month {
        2 => write!(formatter, "{name} {year} has {days} days"),
        _ => write!(formatter, "{name} has {days} days"),
    }
}

impl Error for InvalidText {}

impl FromStr for Date {
    type Err = InvalidText;

    fn from_str(text: &str) -> Result<Self, InvalidText> {
        date(text)
    }
}

#[cfg(test)]
mod tests {
    use super::date as parse;

    #[test]
    fn only_dates_that_exist() {
        for good in ["2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31"] {
            assert_eq!(parse(good).map(|date| date.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-00-01",
            "2024-01-00",
            "0000-01-01",
            "2024-1-01",
            "24-01-01",
            "2024/01/01",
            "2024-01-01T00:00:00",
            "",
            "202é-01-1",
            "+024-01-01",
            "2024-01-3é",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
