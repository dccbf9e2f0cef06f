//! Texts of a certain form: bytes in, whether they have it out. They say what the patterns of the
//! JSON Schemas say, much faster; a test compares the two.

/// A day that exists, of the years 0001 to 9999: `2025-01-31`.
pub(super) fn is_date(text: &[u8]) -> bool {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *text else { return false };
    let (Some(year), Some(month), Some(day)) =
        (number(&[a, b, c, d]), number(&[e, f]), number(&[g, h]))
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    year > 0 && (1..=last).contains(&day)
}

/// A date and time to the microsecond, with an offset, `Z`, or neither.
pub(super) fn is_datetime(text: &[u8]) -> bool {
    let Some((day, rest)) = text.split_at_checked(10) else { return false };
    let Some((clock, rest)) = rest.split_at_checked(9) else { return false };
    let [b'T' | b't', clock @ ..] = clock else { return false };
    is_date(day) && is_clock(clock, 3) && after_fraction(rest).is_some_and(is_offset)
}

/// `12:30:59`, or its first two parts.
fn is_clock(text: &[u8], parts: usize) -> bool {
    let most = [23, 59, 59];
    let mut found = 0;
    for (part, most) in text.split(|byte| *byte == b':').zip(most) {
        if part.len() != 2 || number(part).is_none_or(|number| number > most) {
            return false;
        }
        found += 1;
    }
    found == parts && text.len() == parts * 3 - 1
}

/// What follows a fraction of up to six digits and up to three zeros; all of it if there is none.
fn after_fraction(rest: &[u8]) -> Option<&[u8]> {
    let [b'.', rest @ ..] = rest else { return Some(rest) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at(count);
    let beyond = digits.get(6..).unwrap_or_default();
    let fits = (1..=9).contains(&count) && beyond.iter().all(|digit| *digit == b'0');
    fits.then_some(rest)
}

fn is_offset(rest: &[u8]) -> bool {
    match rest {
        [] | [b'Z' | b'z'] => true,
        [b'+' | b'-', clock @ ..] => is_clock(clock, 2) || is_clock(clock, 3),
        _ => false,
    }
}

/// Five groups of hexadecimal digits.
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// How many bytes a text in base64 stands for; `None` if it is none. Padding must be there, and the
/// bits that it leaves over must be zero.
pub(super) fn base64_length(text: &[u8]) -> Option<u64> {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = &text[..text.len() - padding];
    if !text.len().is_multiple_of(4) || padding > 2 || (padding > 0 && digits.is_empty()) {
        return None;
    }
    let mut last = 0;
    for byte in digits {
        last = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
    }
    let spare = [0, 0b11, 0b1111][padding];
    (last & spare == 0).then_some(digits.len() as u64 * 3 / 4)
}

/// The bytes that hexadecimal digits write, into `bytes`; false if they are none.
pub(super) fn from_hex(text: &[u8], bytes: &mut Vec<u8>) -> bool {
    bytes.clear();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = text.as_chunks::<2>();
    for [high, low] in pairs {
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return false };
        bytes.push((high << 4 | low) as u8);
    }
    rest.is_empty()
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
}
