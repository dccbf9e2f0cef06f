//! The text form of a [`Timestamp`], read and printed.

use std::fmt;
use std::str::FromStr;

use time::{PrimitiveDateTime, Time, UtcOffset};

use super::{InvalidTimestamp, Timestamp};
use crate::date::{Date, digits_to_number};

const SHAPE: InvalidTimestamp =
    InvalidTimestamp("expected YYYY-MM-DDTHH:MM:SS, then a fraction and an offset if any");
const FRACTION: InvalidTimestamp = InvalidTimestamp("expected one to nine digits after the point");
const TOO_FINE: InvalidTimestamp = InvalidTimestamp("finer than a microsecond");
const NO_SUCH_TIME: InvalidTimestamp = InvalidTimestamp("no such time of day");
const OFFSET: InvalidTimestamp = InvalidTimestamp("expected an offset as +HH:MM, +HH:MM:SS or Z");

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let (date, rest) = text.split_at_checked(10).ok_or(SHAPE)?;
        let date: Date =
            date.parse().map_err(|error: crate::date::InvalidDate| InvalidTimestamp(error.0))?;
        let &[b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2, ref rest @ ..] = rest.as_bytes()
        else {
            return Err(SHAPE);
        };
        let [hour, minute, second] = [[h1, h2], [m1, m2], [s1, s2]].map(|digits| pair(&digits));
        let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else {
            return Err(SHAPE);
        };
        let (microsecond, rest) = fraction(rest)?;
        let time =
            Time::from_hms_micro(hour, minute, second, microsecond).map_err(|_| NO_SUCH_TIME)?;
        Self::new(PrimitiveDateTime::new(date.get(), time), offset(rest)?)
    }
}

fn pair(digits: &[u8; 2]) -> Option<u8> {
    let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

/// Microseconds, and what follows them.
fn fraction(rest: &[u8]) -> Result<(u32, &[u8]), InvalidTimestamp> {
    let [b'.', rest @ ..] = rest else {
        return Ok((0, rest));
    };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at(count);
    if !(1..=9).contains(&count) {
        return Err(FRACTION);
    }
    let mut nanoseconds = [b'0'; 9];
    nanoseconds[..count].copy_from_slice(digits);
    let nanoseconds = digits_to_number(&nanoseconds).ok_or(FRACTION)?;
    if nanoseconds % 1000 == 0 { Ok((nanoseconds / 1000, rest)) } else { Err(TOO_FINE) }
}

fn offset(rest: &[u8]) -> Result<Option<UtcOffset>, InvalidTimestamp> {
    let (sign, hours, minutes, seconds) = match *rest {
        [] => return Ok(None),
        [b'Z' | b'z'] => return Ok(Some(UtcOffset::UTC)),
        [sign, h1, h2, b':', m1, m2] => (sign, [h1, h2], [m1, m2], [b'0'; 2]),
        [sign, h1, h2, b':', m1, m2, b':', s1, s2] => (sign, [h1, h2], [m1, m2], [s1, s2]),
        _ => return Err(OFFSET),
    };
    let part =
        |digits, limit| pair(digits).filter(|&part| part < limit).map(i32::from).ok_or(OFFSET);
    let seconds = part(&hours, 24)? * 3600 + part(&minutes, 60)? * 60 + part(&seconds, 60)?;
    let seconds = match sign {
        b'+' => seconds,
        b'-' => -seconds,
        _ => return Err(OFFSET),
    };
    UtcOffset::from_whole_seconds(seconds).map(Some).map_err(|_| OFFSET)
}

/// The longest text, with every place for a digit.
const TEMPLATE: [u8; 35] = *b"0000-00-00T00:00:00.000000+00:00:00";

/// The text of a timestamp, all ASCII.
pub(crate) struct Text {
    bytes: [u8; TEMPLATE.len()],
    length: usize,
}

impl Text {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Writes two digits at a place that is theirs.
    fn pair(&mut self, at: usize, number: u8) {
        self.bytes[at] = b'0' + number / 10;
        self.bytes[at + 1] = b'0' + number % 10;
    }

    /// Puts an offset at the end.
    fn push_offset(&mut self, offset: UtcOffset) {
        let (hours, minutes, seconds) = offset.as_hms();
        let start = self.length;
        self.bytes[start] = if offset.is_negative() { b'-' } else { b'+' };
        self.pair(start + 1, hours.unsigned_abs());
        self.bytes[start + 3] = b':';
        self.pair(start + 4, minutes.unsigned_abs());
        self.length += 6;
        if seconds != 0 {
            self.bytes[start + 6] = b':';
            self.pair(start + 7, seconds.unsigned_abs());
            self.length += 3;
        }
    }
}

impl Timestamp {
    /// The text that it prints. Digits are put into their places: several times faster than `write!`.
    pub(crate) fn text(&self) -> Text {
        let mut text = Text { bytes: TEMPLATE, length: 19 };
        let (year, month, day) = self.local.to_calendar_date();
        let (hour, minute, second, microsecond) = self.local.as_hms_micro();
        // A year has four digits at most, so its halves are below 100.
        text.pair(0, (year / 100) as u8);
        text.pair(2, (year % 100) as u8);
        text.pair(5, u8::from(month));
        text.pair(8, day);
        text.pair(11, hour);
        text.pair(14, minute);
        text.pair(17, second);
        if microsecond != 0 {
            text.pair(20, (microsecond / 10_000) as u8);
            text.pair(22, (microsecond / 100 % 100) as u8);
            text.pair(24, (microsecond % 100) as u8);
            text.length = 26;
        }
        if let Some(offset) = self.offset {
            text.push_offset(offset);
        }
        text
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Only ASCII, so nothing is replaced and nothing allocated.
        formatter.write_str(&String::from_utf8_lossy(self.text().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::{FRACTION, InvalidTimestamp, NO_SUCH_TIME, OFFSET, SHAPE, TOO_FINE, Timestamp};

    /// As Python's `isoformat` prints them; the first eight are those of real payloads.
    const CANONICAL: [&str; 16] = [
        "1999-12-31T23:59:59.999999-05:00",
        "2024-01-01T00:00:00",
        "2024-01-15T08:00:00+00:00",
        "2024-02-29T12:00:00.001000+05:30",
        "2024-02-29T12:30:45.123456+00:00",
        "2024-03-01T00:00:00.500000+00:00",
        "2024-06-01T01:02:03+00:00",
        "2024-06-30T23:59:59+00:00",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00+23:59:59",
        "9999-12-31T23:59:59.999999-23:59:59",
        "2024-01-01T00:00:00.000001",
        "2024-01-01T00:00:00-00:30",
        "2024-01-01T00:00:00-00:00:01",
        "1883-11-18T12:03:57-04:56:02",
        "2024-01-01T00:00:00.100000+14:00",
    ];

    #[test]
    fn prints_what_python_prints() {
        for text in CANONICAL {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn reads_other_spellings() {
        let cases = [
            ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00"),
            ("2024-01-01t00:00:00z", "2024-01-01T00:00:00+00:00"),
            ("2024-01-01T00:00:00-00:00", "2024-01-01T00:00:00+00:00"),
            ("2024-01-01T00:00:00.5", "2024-01-01T00:00:00.500000"),
            ("2024-01-01T00:00:00.000", "2024-01-01T00:00:00"),
            ("2024-01-01T00:00:00.123456000Z", "2024-01-01T00:00:00.123456+00:00"),
            ("2024-01-01T00:00:00+05:30:00", "2024-01-01T00:00:00+05:30"),
        ];
        for (text, canonical) in cases {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        let cases = [
            ("", SHAPE),
            ("2024-01-01", SHAPE),
            ("2024-01-01 00:00:00", SHAPE),
            ("2024-01-01T00:00", SHAPE),
            ("2024-01-01T0a:00:00", SHAPE),
            ("2024-01-01T00:00:+1", SHAPE),
            ("２０２４-01-01T00:00:00", SHAPE),
            ("2024-02-30T00:00:00", InvalidTimestamp("no such day")),
            ("0000-01-01T00:00:00", InvalidTimestamp("the year is not 1 to 9999")),
            ("2024-01-01T24:00:00", NO_SUCH_TIME),
            ("2024-01-01T23:60:00", NO_SUCH_TIME),
            ("2016-12-31T23:59:60Z", NO_SUCH_TIME),
            ("2024-01-01T00:00:00.", FRACTION),
            ("2024-01-01T00:00:00.Z", FRACTION),
            ("2024-01-01T00:00:00.1234567890", FRACTION),
            ("2024-01-01T00:00:00.1234567", TOO_FINE),
            ("2024-01-01T00:00:00.123456789Z", TOO_FINE),
            ("2024-01-01T00:00:00,5", OFFSET),
            ("2024-01-01T00:00:00+0000", OFFSET),
            ("2024-01-01T00:00:00+00", OFFSET),
            ("2024-01-01T00:00:00 00:00", OFFSET),
            ("2024-01-01T00:00:00+24:00", OFFSET),
            ("2024-01-01T00:00:00+01:60", OFFSET),
            ("2024-01-01T00:00:00+01:00:60", OFFSET),
            ("2024-01-01T00:00:00ZZ", OFFSET),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Timestamp>(), Err(error), "{text}");
        }
    }
}
