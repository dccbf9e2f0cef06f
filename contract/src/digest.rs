//! Bytes in, a digest out: XXH3 with 128 bits, in 32 hexadecimal digits as text.

use std::fmt;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_128;

/// The digest of some bytes. It finds accidents, not attackers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub u128);

/// The digest of `bytes`.
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(xxh3_128(bytes))
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = ();

    /// Exactly 32 lower-case digits: any other text would not print as it was read.
    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match u128::from_str_radix(text, 16) {
            Ok(value) if plain && text.len() == 32 => Ok(Self(value)),
            _ => Err(()),
        }
    }
}
