//! Escapes in the strings of JSON text.

/// What follows the backslash for each byte that cannot be in a string unescaped: a quote, a backslash, or a control
/// character. Zero for all others.
const ESCAPES: [u8; 256] = {
    let mut escapes = [0; 256];
    let mut control = 0;
    while control < 0x20 {
        escapes[control] = b'u';
        control += 1;
    }
    escapes[0x08] = b'b';
    escapes[b'\t' as usize] = b't';
    escapes[b'\n' as usize] = b'n';
    escapes[0x0c] = b'f';
    escapes[b'\r' as usize] = b'r';
    escapes[b'"' as usize] = b'"';
    escapes[b'\\' as usize] = b'\\';
    escapes
};

/// The number of bytes before the first one that cannot be in a string unescaped.
#[inline]
pub(super) fn unescaped(text: &[u8]) -> usize {
    let (chunks, rest) = text.as_chunks::<8>();
    for (index, chunk) in chunks.iter().enumerate() {
        let found = escaped_in(*chunk);
        if found != 0 {
            return 8 * index + found.trailing_zeros() as usize / 8;
        }
    }
    let end = rest.iter().position(|byte| ESCAPES[usize::from(*byte)] != 0);
    8 * chunks.len() + end.unwrap_or(rest.len())
}

/// Zero if none of the bytes must be escaped. Otherwise the lowest bit that is set is the top bit of the first of them;
/// bits above it may be wrong.
#[inline]
fn escaped_in(bytes: [u8; 8]) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & (ONES << 7);
    let is = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let word = u64::from_le_bytes(bytes);
    below(word, 0x20) | is(word, b'"') | is(word, b'\\')
}

/// Appends the contents of a string, without its quotes.
pub(super) fn escape(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len());
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    for chunk in chunks {
        match escaped_in(*chunk) {
            0 => out.extend_from_slice(chunk),
            _ => chunk.iter().for_each(|byte| escape_byte(*byte, out)),
        }
    }
    match rest.iter().all(|byte| ESCAPES[usize::from(*byte)] == 0) {
        true => out.extend_from_slice(rest),
        false => rest.iter().for_each(|byte| escape_byte(*byte, out)),
    }
}

#[inline]
fn escape_byte(byte: u8, out: &mut Vec<u8>) {
    match ESCAPES[usize::from(byte)] {
        0 => out.push(byte),
        b'u' => {
            const HEX: [u8; 16] = *b"0123456789abcdef";
            let [high, low] = [byte >> 4, byte & 15].map(|digit| HEX[usize::from(digit)]);
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
        }
        short => out.extend_from_slice(&[b'\\', short]),
    }
}

/// Reads the contents of a string up to its closing quote. Returns also what follows the quote; `None` if the string is
/// malformed.
pub(super) fn unescape(mut rest: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    loop {
        let (run, after) = rest.split_at(unescaped(rest.as_bytes()));
        out.push_str(run);
        let mut characters = after.chars();
        match characters.next()? {
            '"' => return Some((out, characters.as_str())),
            '\\' => {}
            _ => return None,
        }
        let (character, after) = match characters.next()? {
            'u' => unicode(characters.as_str())?,
            short => (unescape_short(short)?, characters.as_str()),
        };
        out.push(character);
        rest = after;
    }
}

fn unescape_short(character: char) -> Option<char> {
    match character {
        '"' | '\\' | '/' => Some(character),
        'b' => Some('\x08'),
        'f' => Some('\x0c'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        _ => None,
    }
}

/// Reads what follows `\u`: the digits of a character, or of a surrogate pair with another `\u` between them.
fn unicode(rest: &str) -> Option<(char, &str)> {
    let (first, rest) = unit(rest)?;
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Some((character, rest));
    }
    let (second, rest) = unit(rest.strip_prefix("\\u")?)?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((character, rest))
}

/// Reads four hexadecimal digits.
fn unit(rest: &str) -> Option<(u16, &str)> {
    let (digits, rest) = rest.split_at_checked(4)?;
    // `from_str_radix` alone accepts a sign.
    let valid = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let unit = u16::from_str_radix(digits, 16).ok().filter(|_| valid)?;
    Some((unit, rest))
}

#[cfg(test)]
mod tests {
    use super::{escape, unescape, unescaped};

    /// Each byte at each place of a text that is longer than a word.
    #[test]
    fn finds_the_first_byte_to_escape() {
        let is_escaped = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        for first in 0..=u8::MAX {
            for (at, length) in (0..19).flat_map(|length| (0..length).map(move |at| (at, length))) {
                for other in [b'a', b'!', b'#', b']', 0x7f, 0xff, b'"', 0x1f] {
                    let mut text = vec![other; length];
                    text[..at].fill(b'a');
                    text[at] = first;
                    let expected = text.iter().position(is_escaped).unwrap_or(length);
                    assert_eq!(unescaped(&text), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn every_character_survives_a_round_trip() {
        // The ones that are escaped, and some of the others.
        for character in ('\0'..'\u{80}').chain(('\u{80}'..=char::MAX).step_by(97)) {
            let text = format!("{character}ab{character}");
            let mut out = Vec::new();
            escape(&text, &mut out);
            let quoted = serde_json::to_string(&text).expect("text is JSON");
            assert_eq!(quoted.as_bytes()[1..], [&out[..], b"\""].concat(), "{text:?}");
            assert_eq!(unescape(&quoted[1..]), Some((text, "")));
        }
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let parts = ["\\", "u", "d8", "DC", "00", "0041", "+", "n", "/", "\"", "é", "\u{1}", "x"];
        let mut read = 0;
        for number in 0..parts.len().pow(4) {
            let digits = (0..4).map(|place| number / parts.len().pow(place) % parts.len());
            let text: String = digits.map(|digit| parts[digit]).chain(["\""]).collect();
            let ours = unescape(&text);
            let quoted = format!("\"{text}");
            let mut theirs = serde_json::Deserializer::from_str(&quoted).into_iter::<String>();
            let first = theirs.next().and_then(Result::ok);
            read += usize::from(first.is_some());
            let ours = ours.map(|(ours, after)| (ours, text.len() - after.len() + 1));
            assert_eq!(ours, first.map(|first| (first, theirs.byte_offset())), "{text}");
        }
        assert!(read > 1_000, "{read}");
    }
}
