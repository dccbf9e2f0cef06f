//! The text of a timestamp in the form that we print, eight bytes at a time; nothing comes out for any other text.

use super::text::days_in;
use super::{Offset, Timestamp};

/// Reads text as [`Timestamp`] prints it, with an offset of whole minutes or none.
#[inline]
pub(super) fn read(text: &[u8]) -> Option<Timestamp> {
    let (head, tail) = text.split_first_chunk::<19>()?;
    let date = numbers(word(head, 0)?, *b"0000-00-")?;
    // A lower case `t` differs in one bit.
    let middle = numbers(word(head, 8)? & !(0x20 << 16), *b"00T00:00")?;
    let time = numbers(word(head, 11)?, *b"00:00:00")?;
    let year = u16::from(byte(date, 0)) * 100 + u16::from(byte(date, 2));
    let (month, day) = (byte(date, 5), byte(middle, 0));
    let (hour, minute, second) = (byte(time, 0), byte(time, 3), byte(time, 6));
    let microsecond = match tail.len() {
        0 | 6 => 0,
        7 | 13 => fraction(text)?,
        _ => return None,
    };
    let offset = match tail.len() {
        6 | 13 => Some(offset(text)?),
        _ => None,
    };
    let exists = year > 0 && day > 0 && (day <= 28 || day <= days_in(year, month));
    let timed = hour < 24 && minute < 60 && second < 60;
    (exists && (1..=12).contains(&month) && timed).then_some(Timestamp {
        year,
        month,
        day,
        hour,
        minute,
        second,
        offset,
        microsecond,
    })
}

#[inline]
fn fraction(text: &[u8]) -> Option<u32> {
    let pairs = numbers(word(text, 18)?, *b"0.000000")?;
    let [high, middle, low] = [2, 4, 6].map(|at| u32::from(byte(pairs, at)));
    Some(high * 10_000 + middle * 100 + low)
}

#[inline]
fn offset(text: &[u8]) -> Option<Offset> {
    let word = word(text, text.len() - 8)?;
    let sign = byte(word, 2);
    let parts = numbers(word >> 24, *b"00:00\0\0\0")?;
    let (hours, minutes) = (byte(parts, 0), byte(parts, 3));
    let fits = matches!(sign, b'+' | b'-') && hours < 24 && minutes < 60;
    let negative = sign == b'-' && (hours, minutes) != (0, 0);
    fits.then_some(Offset { negative, hours, minutes, seconds: 0 })
}

#[inline]
fn word(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

#[inline]
fn byte(word: u64, at: u32) -> u8 {
    (word >> (8 * at)) as u8
}

/// Reads a word like `form`, which has a `0` for each digit. Each byte of the result is the number of two digits that
/// begins there.
#[inline(always)]
fn numbers(word: u64, form: [u8; 8]) -> Option<u64> {
    // What is added takes a digit above 9, or any other byte that differs, above 127.
    let above = form.map(|byte| if byte == b'0' { 0x80 - 10 } else { 0x7f });
    let digits = word ^ u64::from_le_bytes(form);
    // A sum that runs over into the next byte comes from one above 127, which is refused itself.
    let wrong = digits | digits.wrapping_add(u64::from_le_bytes(above));
    (wrong & 0x8080_8080_8080_8080 == 0).then(|| digits * 10 + (digits >> 8))
}
