//! Values that are texts of a certain form: as written in, the canonical text or what is wrong out.

use crate::resolve::date::{self, digits};

/// A date.
pub(super) fn date(text: &str) -> Result<String, String> {
    let date = date::parse(text).map_err(|why| format!("`{text}` is no date: {why}"))?;
    Ok(date.to_string())
}

/// A date and time with an offset or without: as Python prints it, so microseconds have six digits
/// or none, and UTC is `+00:00`.
pub(super) fn datetime(text: &str) -> Result<String, String> {
    let wrong = |why: &str| format!("`{text}` is no datetime: {why}");
    let form = || wrong("expected the form 2024-01-31T12:00:00+00:00");
    let (day, rest) = text.split_once(['T', 't', ' ']).ok_or_else(form)?;
    let day = date::parse(day).map_err(|why| wrong(&why))?;
    let clock = rest.get(..8).ok_or_else(form)?;
    let [hour, minute, second] = clock.split(':').collect::<Vec<_>>()[..] else {
        return Err(form());
    };
    let number = |part: &str| digits::<u8>(part, 2).ok_or_else(form);
    let (hour, minute, second) = (number(hour)?, number(minute)?, number(second)?);
    if hour > 23 || minute > 59 || second > 59 {
        return Err(wrong("times go from 00:00:00 to 23:59:59"));
    }
    let (fraction, rest) =
        fraction(&rest[8..]).ok_or_else(|| wrong("the fraction has 1 to 6 digits"))?;
    let offset = offset(rest).ok_or_else(|| wrong("the offset is `Z` or of the form +01:00"))?;
    Ok(format!("{day}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}"))
}

/// The canonical fraction and what follows it.
fn fraction(rest: &str) -> Option<(String, &str)> {
    let Some(after) = rest.strip_prefix('.') else { return Some((String::new(), rest)) };
    let count = after.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=6).contains(&count) {
        return None;
    }
    let (written, rest) = after.split_at(count);
    let zero = written.bytes().all(|digit| digit == b'0');
    Some((if zero { String::new() } else { format!(".{written:0<6}") }, rest))
}

/// The canonical offset; empty if there is none.
fn offset(rest: &str) -> Option<String> {
    if matches!(rest, "" | "Z" | "z") {
        return Some(if rest.is_empty() { "" } else { "+00:00" }.to_owned());
    }
    let sign = rest.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let (hours, minutes) = rest[1..].split_once(':')?;
    let (hours, minutes): (u8, u8) = (digits(hours, 2)?, digits(minutes, 2)?);
    let sign = if (hours, minutes) == (0, 0) { '+' } else { sign };
    (hours < 24 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

/// A UUID with hyphens, in lower case.
pub(super) fn uuid(text: &str) -> Result<String, String> {
    let groups = text
        .split('-')
        .map(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(group.len()));
    if groups.eq([8, 4, 4, 4, 12].map(Some)) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(format!("`{text}` is no UUID: expected 8-4-4-4-12 hexadecimal digits"))
}

/// Bytes in base64 with padding.
pub(super) fn base64(text: &str) -> Result<String, String> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let known = digits.bytes().all(|byte| value(byte).is_some());
    // The bits of the last digit that stand for no byte are zero, or two texts were one value.
    let spare = match padding {
        0 => 0,
        1 => 0b11,
        _ => 0b1111,
    };
    let last = digits.bytes().last().and_then(value).unwrap_or(0);
    if known
        && padding <= 2
        && text.len().is_multiple_of(4)
        && last & spare == 0
        && digits.len() % 4 != 1
    {
        return Ok(text.to_owned());
    }
    Err("expected bytes in base64, with padding".to_owned())
}

/// How many bytes a canonical text of base64 stands for.
pub(super) fn base64_length(text: &str) -> usize {
    text.trim_end_matches('=').len() * 3 / 4
}

#[cfg(test)]
mod tests {
    use super::{base64, date, datetime, uuid};

    type Read = fn(&str) -> Result<String, String>;

    #[test]
    fn canonical_forms() {
        let table: &[(Read, &str, Option<&str>)] = &[
            (date, "2024-02-29", Some("2024-02-29")),
            (date, "2023-02-29", None),
            (datetime, "2024-01-31T12:00:00", Some("2024-01-31T12:00:00")),
            (datetime, "2024-01-31 12:00:00Z", Some("2024-01-31T12:00:00+00:00")),
            (datetime, "2024-01-31T12:00:00.5-05:30", Some("2024-01-31T12:00:00.500000-05:30")),
            (datetime, "2024-01-31T12:00:00.000000-00:00", Some("2024-01-31T12:00:00+00:00")),
            (datetime, "2024-01-31T24:00:00", None),
            (datetime, "2024-01-31T12:00:60", None),
            (datetime, "2024-01-31T12:00:00.1234567", None),
            (datetime, "2024-01-31T12:00:00.", None),
            (datetime, "2024-01-31T12:00:00+1:00", None),
            (datetime, "2024-01-31T12:00:00+24:00", None),
            (datetime, "2024-02-30T12:00:00", None),
            (datetime, "2024-01-31T12:00é", None),
            (datetime, "2024-01-31T12:00:00é", None),
            (datetime, "2024-01-31", None),
            (
                uuid,
                "0F0E0D0C-0000-1000-8000-00000000000A",
                Some("0f0e0d0c-0000-1000-8000-00000000000a"),
            ),
            (uuid, "0f0e0d0c00001000800000000000000a", None),
            (uuid, "0f0e0d0c-0000-1000-8000-00000000000g", None),
            (uuid, "0f0e0d0c-0000-1000-8000-00000000000a-", None),
            (base64, "", Some("")),
            (base64, "YQ==", Some("YQ==")),
            (base64, "YWI=", Some("YWI=")),
            (base64, "YWJj", Some("YWJj")),
            (base64, "YR==", None),
            (base64, "YWJ=", None),
            (base64, "YQ", None),
            (base64, "Y===", None),
            (base64, "====", None),
            (base64, "Y Q=", None),
        ];
        for (read, text, expected) in table {
            assert_eq!(read(text).ok().as_deref(), *expected, "{text}");
        }
    }
}
