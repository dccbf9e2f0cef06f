//! Bytes written as hexadecimal digits.

/// Reads the bytes into `bytes`; false if the text is not hexadecimal digits, two for each byte.
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
