//! Bytes as text in base64.

/// How many bytes a text in base64 holds; `None` if it is not base64. Padding is required, and the bits that it leaves
/// over are zero: otherwise two texts were one value.
#[must_use]
pub fn base64_length(text: &str) -> Option<u64> {
    let text = text.as_bytes();
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = &text[..text.len() - padding];
    if !text.len().is_multiple_of(4) || padding > 2 || (padding > 0 && digits.is_empty()) {
        return None;
    }
    let mut last = 0;
    for byte in digits {
        last = digit(*byte)?;
    }
    let spare = [0, 0b11, 0b1111][padding];
    (last & spare == 0).then_some(digits.len() as u64 * 3 / 4)
}

/// The bytes of a text in base64; `None` if it has other letters.
#[must_use]
pub fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut buffer, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        buffer = (buffer << 6) | u32::from(digit(letter)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

fn digit(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{base64_bytes, base64_length};

    #[test]
    fn bytes_of_base64() {
        for (text, bytes) in
            [("", ""), ("YQ==", "a"), ("YW4=", "an"), ("YW5u", "ann"), ("YW5uYWxz", "annals")]
        {
            assert_eq!(base64_bytes(text).as_deref(), Some(bytes.as_bytes()), "{text}");
            assert_eq!(base64_length(text), Some(bytes.len() as u64), "{text}");
        }
        assert_eq!(base64_bytes("*"), None);
    }
}
