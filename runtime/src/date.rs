//! Calendar dates.

#[cfg(any(feature = "time", feature = "jiff", feature = "chrono"))]
mod foreign;

use std::fmt;
use std::str::FromStr;

use time::Month;

/// A date in the years 1 to 9999, printed and parsed as `YYYY-MM-DD`.
///
/// With the features `time`, `jiff` and `chrono` it converts to their types for a date, and back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    fn new(year: i32, month: u8, day: u8) -> Result<Self, InvalidDate> {
        if !(1..=9999).contains(&year) {
            return Err(InvalidDate("the year is not between 1 and 9999"));
        }
        Month::try_from(month)
            .and_then(|month| time::Date::from_calendar_date(year, month, day))
            .map(Self)
            .map_err(|_| InvalidDate("there is no such day"))
    }

    /// Year, month and day.
    #[cfg(any(feature = "jiff", feature = "chrono"))]
    fn parts(self) -> (i32, u8, u8) {
        let (year, month, day) = self.0.to_calendar_date();
        (year, month.into(), day)
    }
}

/// Why a value is not a valid date. It does not contain the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDate(pub(crate) &'static str);

impl fmt::Display for InvalidDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid date: {}", self.0)
    }
}

impl std::error::Error for InvalidDate {}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(InvalidDate("expected YYYY-MM-DD"));
        };
        let number =
            |digits: &[u8]| digits_to_number(digits).ok_or(InvalidDate("expected YYYY-MM-DD"));
        let (year, month, day) =
            (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        // A year has four digits, the others have two.
        Self::new(year as i32, month as u8, day as u8)
    }
}

/// The number written in `digits`, at most nine ASCII digits.
pub(crate) fn digits_to_number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(formatter, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

crate::__impl_serde!(Date);

#[cfg(test)]
mod tests {
    use super::{Date, InvalidDate};

    #[test]
    fn prints_what_it_reads() {
        for text in ["0001-01-01", "1999-12-31", "2000-02-29", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_invalid_dates() {
        let cases = [
            ("", "expected YYYY-MM-DD"),
            ("2024-1-01", "expected YYYY-MM-DD"),
            ("2024-01-01T", "expected YYYY-MM-DD"),
            ("+024-01-01", "expected YYYY-MM-DD"),
            ("２024-01-1", "expected YYYY-MM-DD"),
            ("2024/01/01", "expected YYYY-MM-DD"),
            ("2024-13-01", "there is no such day"),
            ("2024-00-01", "there is no such day"),
            ("1900-02-29", "there is no such day"),
            ("2024-04-31", "there is no such day"),
            ("0000-01-01", "the year is not between 1 and 9999"),
        ];
        for (text, reason) in cases {
            assert_eq!(text.parse::<Date>(), Err(InvalidDate(reason)), "{text}");
        }
    }
}
