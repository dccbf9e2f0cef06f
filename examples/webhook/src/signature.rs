//! Signs bodies, so that a receiver can check the sender.
//!
//! ```
//! use annals_webhook::{Secret, signature};
//!
//! let secret = Secret::new("sixteen bytes or more").unwrap();
//! let header = signature::sign(&secret, 1_700_000_000, b"{}");
//! assert!(signature::verify(&secret, 1_700_000_000, b"{}", &header));
//! assert!(!signature::verify(&secret, 1_700_000_001, b"{}", &header));
//! ```

use hmac::Mac;

use crate::secret::{Secret, hex};

/// The header with the time of the attempt, in seconds since 1970. A receiver should reject old ones.
pub const TIMESTAMP_HEADER: &str = "Webhook-Timestamp";
/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "Webhook-Signature";

/// The version of the signature.
const VERSION: &str = "v1=";

/// `v1=` and the HMAC-SHA256 of `<timestamp>.<body>` in hexadecimal digits.
pub fn sign(secret: &Secret, timestamp: u64, body: &[u8]) -> String {
    let mac = secret.mac(&[timestamp.to_string().as_bytes(), b".", body]);
    format!("{VERSION}{}", hex(&mac.finalize().into_bytes()))
}

/// Whether `header` is the signature of this time and body with this secret. Takes constant time.
pub fn verify(secret: &Secret, timestamp: u64, body: &[u8], header: &str) -> bool {
    let digits = header.strip_prefix(VERSION).unwrap_or_default();
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap_or("?"));
    let bytes: Result<Vec<u8>, _> = pairs.map(|pair| u8::from_str_radix(pair, 16)).collect();
    let mac = secret.mac(&[timestamp.to_string().as_bytes(), b".", body]);
    bytes.is_ok_and(|bytes| mac.verify_slice(&bytes).is_ok())
}
