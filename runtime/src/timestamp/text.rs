//! Parsing and printing a [`Timestamp`].

use std::fmt;
use std::str::FromStr;

use super::{InvalidTimestamp, Offset, Timestamp, YEAR};

const FORMAT: InvalidTimestamp =
    InvalidTimestamp("expected YYYY-MM-DDTHH:MM:SS with an optional fraction and offset");
const FRACTION: InvalidTimestamp = InvalidTimestamp("expected one to nine digits after the point");
const TOO_FINE: InvalidTimestamp = InvalidTimestamp("more precise than a microsecond");
const NO_SUCH_DAY: InvalidTimestamp = InvalidTimestamp("there is no such day");
const NO_SUCH_TIME: InvalidTimestamp = InvalidTimestamp("there is no such time of day");
const OFFSET: InvalidTimestamp = InvalidTimestamp("expected the offset +HH:MM, +HH:MM:SS or Z");

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        Self::from_bytes(text.as_bytes())
    }
}

impl Timestamp {
    /// Parses bytes, which need not be UTF-8.
    pub(crate) fn from_bytes(text: &[u8]) -> Result<Self, InvalidTimestamp> {
        let &[c1, c2, y1, y2, b'-', n1, n2, b'-', d1, d2, b'T' | b't', ref rest @ ..] = text else {
            return Err(FORMAT);
        };
        let number = |tens, ones| pair(tens, ones).ok_or(FORMAT);
        let year = u16::from(number(c1, c2)?) * 100 + u16::from(number(y1, y2)?);
        let (month, day) = (number(n1, n2)?, number(d1, d2)?);
        let ([hour, minute, second], rest) = clock(rest).ok_or(FORMAT)?;
        if day == 0 || day > days_in(year, month) {
            return Err(NO_SUCH_DAY);
        }
        if year == 0 {
            return Err(YEAR);
        }
        if hour > 23 || minute > 59 || second > 59 {
            return Err(NO_SUCH_TIME);
        }
        let (microsecond, rest) = fraction(rest)?;
        let offset = offset(rest)?;
        Ok(Self { year, month, day, hour, minute, second, offset, microsecond })
    }
}

/// Microseconds since midnight, from the text of a time of day without an offset.
pub(crate) fn time_of_day(text: &[u8]) -> Result<i64, InvalidTimestamp> {
    const FORMAT: InvalidTimestamp =
        InvalidTimestamp("expected HH:MM:SS with an optional fraction");
    let (parts, rest) = clock(text).ok_or(FORMAT)?;
    let [hour, minute, second] = parts.map(i64::from);
    if hour > 23 || minute > 59 || second > 59 {
        return Err(NO_SUCH_TIME);
    }
    match fraction(rest)? {
        (micros, []) => Ok((hour * 3_600 + minute * 60 + second) * 1_000_000 + i64::from(micros)),
        _ => Err(FORMAT),
    }
}

/// Hour, minute and second, and the bytes after them.
#[inline]
fn clock(text: &[u8]) -> Option<([u8; 3], &[u8])> {
    let &[h1, h2, b':', m1, m2, b':', s1, s2, ref rest @ ..] = text else { return None };
    Some(([pair(h1, h2)?, pair(m1, m2)?, pair(s1, s2)?], rest))
}

/// The number of days in a month; 0 if there is no such month.
fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// The number written in two digits.
#[inline]
fn pair(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

/// Parses the fraction of a second, if there is one. Returns microseconds, and the bytes after the fraction.
#[inline]
fn fraction(rest: &[u8]) -> Result<(u32, &[u8]), InvalidTimestamp> {
    let [b'.', rest @ ..] = rest else {
        return Ok((0, rest));
    };
    if let [p1, p2, p3, p4, p5, p6, ref after @ ..] = *rest
        && !after.first().is_some_and(u8::is_ascii_digit)
        && let (Some(high), Some(middle), Some(low)) = (pair(p1, p2), pair(p3, p4), pair(p5, p6))
    {
        return Ok((u32::from(high) * 10_000 + u32::from(middle) * 100 + u32::from(low), after));
    }
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
    let (count, number) = digits.fold((0_usize, 0_u64), |(count, number), digit| {
        // If this wraps, there are more than nine digits, which the check below rejects.
        (count + 1, number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
    });
    if !(1..=9).contains(&count) {
        return Err(FRACTION);
    }
    let mut nanoseconds = number as u32;
    for _ in count..9 {
        nanoseconds *= 10;
    }
    if nanoseconds.is_multiple_of(1000) {
        Ok((nanoseconds / 1000, &rest[count..]))
    } else {
        Err(TOO_FINE)
    }
}

#[inline]
fn offset(rest: &[u8]) -> Result<Option<Offset>, InvalidTimestamp> {
    let (sign, hours, minutes, seconds) = match *rest {
        [] => return Ok(None),
        [b'Z' | b'z'] => (b'+', Some(0), Some(0), Some(0)),
        [sign, h1, h2, b':', m1, m2] => (sign, pair(h1, h2), pair(m1, m2), Some(0)),
        [sign, h1, h2, b':', m1, m2, b':', s1, s2] => {
            (sign, pair(h1, h2), pair(m1, m2), pair(s1, s2))
        }
        _ => return Err(OFFSET),
    };
    let (Some(hours @ ..24), Some(minutes @ ..60), Some(seconds @ ..60)) =
        (hours, minutes, seconds)
    else {
        return Err(OFFSET);
    };
    let zero = hours == 0 && minutes == 0 && seconds == 0;
    match sign {
        b'+' => Ok(Some(Offset { negative: false, hours, minutes, seconds })),
        b'-' => Ok(Some(Offset { negative: !zero, hours, minutes, seconds })),
        _ => Err(OFFSET),
    }
}

/// The longest text, with a `0` in place of each digit, after one byte for the length in Avro binary.
pub(crate) const TEMPLATE: [u8; 36] = *b" 0000-00-00T00:00:00.000000+00:00:00";

impl Timestamp {
    /// Writes the length and the text into `text`, a copy of [`TEMPLATE`], and returns where the text ends.
    ///
    /// Writing each digit in place is several times faster than `write!`. It happens in the output buffer, because
    /// copying bytes that were just written one by one would take as long again.
    #[inline]
    pub(crate) fn write(self, text: &mut [u8; TEMPLATE.len()]) -> usize {
        // A year has at most four digits, so both halves are below 100, as are the parts of the fraction.
        pair_at(text, 1, (self.year / 100) as u8);
        pair_at(text, 3, (self.year % 100) as u8);
        pair_at(text, 6, self.month);
        pair_at(text, 9, self.day);
        pair_at(text, 12, self.hour);
        pair_at(text, 15, self.minute);
        pair_at(text, 18, self.second);
        if self.microsecond == 0 {
            return self.write_end(text, 20);
        }
        pair_at(text, 21, (self.microsecond / 10_000) as u8);
        pair_at(text, 23, (self.microsecond / 100 % 100) as u8);
        pair_at(text, 25, (self.microsecond % 100) as u8);
        self.write_end(text, 27)
    }

    #[inline]
    fn write_end(self, text: &mut [u8; TEMPLATE.len()], start: usize) -> usize {
        let end = self.write_offset(text, start);
        // The length is below 64, so it takes one byte.
        text[0] = ((end - 1) << 1) as u8;
        end
    }

    #[inline]
    fn write_offset(self, text: &mut [u8; TEMPLATE.len()], start: usize) -> usize {
        let Some(offset) = self.offset else { return start };
        text[start] = if offset.negative { b'-' } else { b'+' };
        pair_at(text, start + 1, offset.hours);
        text[start + 3] = b':';
        pair_at(text, start + 4, offset.minutes);
        if offset.seconds == 0 {
            return start + 6;
        }
        text[start + 6] = b':';
        pair_at(text, start + 7, offset.seconds);
        start + 9
    }
}

/// The two digits of each number below 100. The length is a power of two, so that masking the index replaces the bounds
/// check.
const PAIRS: [[u8; 2]; 128] = {
    let mut pairs = [[b'0'; 2]; 128];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
        number += 1;
    }
    pairs
};

/// Writes the two digits of a number.
#[inline]
fn pair_at(text: &mut [u8; TEMPLATE.len()], at: usize, number: u8) {
    let [tens, ones] = PAIRS[usize::from(number & 127)];
    text[at] = tens;
    text[at + 1] = ones;
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = TEMPLATE;
        let end = self.write(&mut text);
        // The text is ASCII, so this neither replaces nor allocates anything.
        formatter.write_str(&String::from_utf8_lossy(&text[1..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMAT, FRACTION, InvalidTimestamp, NO_SUCH_TIME, OFFSET, TOO_FINE, Timestamp};

    /// As printed by Python's `isoformat`. The first eight are from real payloads.
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

    /// The texts above, cut short at each byte, with each byte changed to each other, and with a byte inserted.
    #[test]
    fn what_is_read_prints_as_text_that_reads_the_same() {
        let check = |text: &[u8]| {
            let read = Timestamp::from_bytes(text);
            if let Ok(timestamp) = read {
                assert_eq!(timestamp.to_string().parse(), read, "{text:?}");
            }
            read.is_ok()
        };
        for text in CANONICAL.map(str::as_bytes) {
            assert!(check(text));
            for index in 0..text.len() {
                check(&text[..index]);
                for byte in 0..=u8::MAX {
                    let mut changed = text.to_vec();
                    changed[index] = byte;
                    check(&changed);
                    changed.insert(index, byte);
                    check(&changed);
                }
            }
        }
    }

    #[test]
    fn prints_what_python_prints() {
        for text in CANONICAL {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn parses_other_forms() {
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
    fn rejects_invalid_text() {
        let cases = [
            ("", FORMAT),
            ("2024-01-01", FORMAT),
            ("2024-01-01 00:00:00", FORMAT),
            ("2024-01-01T00:00", FORMAT),
            ("2024-01-01T0a:00:00", FORMAT),
            ("2024-01-01T00:00:+1", FORMAT),
            ("２０２４-01-01T00:00:00", FORMAT),
            ("2024-02-30T00:00:00", InvalidTimestamp("there is no such day")),
            ("0000-01-01T00:00:00", InvalidTimestamp("the year is not between 1 and 9999")),
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
