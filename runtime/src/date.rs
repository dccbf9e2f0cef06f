//! Calendar dates.

use std::fmt;
use std::str::FromStr;

use time::Month;

/// A date in the years 1 to 9999, printed and parsed as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// The date as a value of the `time` crate.
    pub const fn get(self) -> time::Date {
        self.0
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

impl TryFrom<time::Date> for Date {
    type Error = InvalidDate;

    fn try_from(date: time::Date) -> Result<Self, InvalidDate> {
        if (1..=9999).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(InvalidDate("the year is not between 1 and 9999"))
        }
    }
}

impl From<Date> for time::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

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
        let no_such_day = InvalidDate("there is no such day");
        let month = u8::try_from(month)
            .ok()
            .and_then(|month| Month::try_from(month).ok())
            .ok_or(no_such_day)?;
        let day = u8::try_from(day).map_err(|_| no_such_day)?;
        let year = i32::try_from(year).map_err(|_| no_such_day)?;
        time::Date::from_calendar_date(year, month, day).map_err(|_| no_such_day)?.try_into()
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
        assert_eq!(
            Date::try_from(time::Date::MIN),
            Err(InvalidDate("the year is not between 1 and 9999"))
        );
    }
}
