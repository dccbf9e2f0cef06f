//! Digests of files and entries: XXH3 with 128 bits, written as 32 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_128;

/// The digest of some bytes. It detects accidental changes and is no protection against attackers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub u128);

// A lock holds thousands of digests, and formatting each as a `u128` takes five times as long.
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The digest of `bytes`.
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(xxh3_128(bytes))
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        formatter.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Digest {
    type Err = ();

    /// Accepts exactly 32 lower-case digits, so that what is parsed is printed unchanged.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits: &[u8; 32] = text.as_bytes().try_into().map_err(|_| ())?;
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Ok(Self(u128::from_be_bytes(bytes)))
    }
}

fn value(digit: u8) -> Result<u8, ()> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn digests_round_trip_through_text() {
        for value in [0, 1, 0x0123_4567_89ab_cdef << 60, u128::MAX] {
            let text = Digest(value).to_string();
            assert_eq!(text, format!("{value:032x}"));
            assert_eq!(text.parse(), Ok(Digest(value)));
        }
    }

    #[test]
    fn other_texts_are_not_digests() {
        let digits = "0123456789abcdef0123456789abcdef";
        for text in ["", &digits[1..], &digits.to_uppercase(), &format!("+{}", &digits[1..])] {
            assert_eq!(text.parse::<Digest>(), Err(()), "{text}");
        }
    }
}
