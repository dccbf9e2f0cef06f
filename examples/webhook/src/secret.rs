//! Keys, which are never printed.

use std::path::Path;
use std::{env, fmt, fs, io};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The shortest key, in bytes.
pub const SHORTEST: usize = 16;

/// A key for HMAC-SHA256.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

/// Why a secret cannot be read.
///
/// The name of the variable or file is not part of it: where a name is expected, a secret may be written by mistake.
#[derive(Debug)]
#[non_exhaustive]
pub enum SecretError {
    /// The environment variable is not set.
    NotSet,
    /// The secret is not UTF-8.
    NotUtf8,
    /// The secret has fewer than [`SHORTEST`] bytes.
    TooShort,
    /// The file cannot be read.
    Io(io::Error),
}

impl Secret {
    /// Reads a key from an environment variable.
    pub fn from_env(name: &str) -> Result<Self, SecretError> {
        match env::var(name) {
            Ok(key) => Self::from_text(&key),
            Err(env::VarError::NotPresent) => Err(SecretError::NotSet),
            Err(env::VarError::NotUnicode(_)) => Err(SecretError::NotUtf8),
        }
    }

    /// Reads a key from a file.
    pub fn from_file(path: &Path) -> Result<Self, SecretError> {
        let bytes = fs::read(path).map_err(SecretError::Io)?;
        Self::from_text(str::from_utf8(&bytes).map_err(|_| SecretError::NotUtf8)?)
    }

    fn from_text(key: &str) -> Result<Self, SecretError> {
        Self::new(key.trim_end()).ok_or(SecretError::TooShort)
    }

    /// A key; `None` if it has fewer than [`SHORTEST`] bytes.
    pub fn new(key: impl Into<Vec<u8>>) -> Option<Self> {
        let key = key.into();
        (key.len() >= SHORTEST).then_some(Self(key))
    }

    /// HMAC-SHA256 of the concatenated parts.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC accepts keys of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSet => formatter.write_str("the environment variable is not set"),
            Self::NotUtf8 => formatter.write_str("must be valid UTF-8"),
            Self::TooShort => write!(formatter, "must have at least {SHORTEST} bytes"),
            Self::Io(error) => write!(formatter, "the file cannot be read: {error}"),
        }
    }
}

impl std::error::Error for SecretError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::NotSet | Self::NotUtf8 | Self::TooShort => None,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
