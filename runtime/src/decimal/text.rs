//! Reads and writes decimals of any precision, as text and as Avro.

use std::fmt;

use super::InvalidDecimal;
use crate::avro::{DecodeError, Decoder, write};
use crate::shape::DecimalShape;

const FORM: InvalidDecimal = InvalidDecimal("expected digits such as 12.50");
const TOO_FINE: InvalidDecimal = InvalidDecimal("too many digits after the point");
const TOO_LARGE: InvalidDecimal = InvalidDecimal("too many digits");

impl DecimalShape {
    /// The smallest number with one digit more than the precision.
    fn bound(self) -> i128 {
        // Beyond 38 digits, every number of 128 bits is within it.
        10_i128.checked_pow(self.precision.into()).unwrap_or(i128::MAX)
    }

    /// Refuses more digits than the precision.
    pub(crate) fn check(self, unscaled: i128) -> Result<(), InvalidDecimal> {
        let bound = self.bound();
        if -bound < unscaled && unscaled < bound { Ok(()) } else { Err(TOO_LARGE) }
    }

    /// Reads a text: `12.5`, `-0.50` or `7`.
    pub(crate) fn parse(self, text: &[u8]) -> Result<i128, InvalidDecimal> {
        let digits = text.strip_prefix(b"-").unwrap_or(text);
        let (whole, fraction) = match digits.iter().position(|byte| *byte == b'.') {
            Some(point) => (&digits[..point], Some(&digits[point + 1..])),
            None => (digits, None),
        };
        if let ([], _) | ([b'0', _, ..], _) | (_, Some([])) = (whole, fraction) {
            return Err(FORM);
        }
        let fraction = fraction.unwrap_or_default();
        if !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
            return Err(FORM);
        }
        let scale = usize::from(self.scale);
        let zeros = scale.checked_sub(fraction.len()).ok_or(TOO_FINE)?;
        let all = whole.iter().chain(fraction).copied().chain(std::iter::repeat_n(b'0', zeros));
        let unscaled = all.clone().skip_while(|digit| *digit == b'0').count();
        if unscaled > usize::from(self.precision) {
            return Err(TOO_LARGE);
        }
        let unscaled = all.fold(0_i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        Ok(if digits.len() < text.len() { -unscaled } else { unscaled })
    }

    /// Converts a number with another scale. Nothing is rounded.
    pub(crate) fn rescale(self, unscaled: i128, scale: u32) -> Result<i128, InvalidDecimal> {
        let power = |digits: u32| 10_i128.checked_pow(digits);
        let own = u32::from(self.scale);
        let unscaled = match own.checked_sub(scale) {
            Some(more) => power(more).and_then(|by| unscaled.checked_mul(by)).ok_or(TOO_LARGE)?,
            None => match power(scale - own) {
                Some(by) if unscaled % by == 0 => unscaled / by,
                None if unscaled == 0 => 0,
                _ => return Err(TOO_FINE),
            },
        };
        self.check(unscaled).map(|()| unscaled)
    }

    /// Appends it as Avro.
    pub(crate) fn encode(self, unscaled: i128, out: &mut Vec<u8>) {
        if self.text {
            return write::bytes(out, Shown(self, unscaled).to_string().as_bytes());
        }
        // As many bytes as the digits and a sign need, as other libraries write it.
        let bits = 128 - unscaled.unsigned_abs().leading_zeros();
        let length = bits as usize / 8 + 1;
        let bytes = unscaled.to_be_bytes();
        write::bytes(out, &bytes[bytes.len() - length..]);
    }

    /// Reads it from Avro.
    pub(crate) fn decode(self, decoder: &mut Decoder<'_>) -> Result<i128, DecodeError> {
        let start = decoder.offset();
        let bytes = decoder.bytes()?;
        let read = if self.text {
            self.parse(bytes)
        } else {
            number(bytes).and_then(|unscaled| self.check(unscaled).map(|()| unscaled))
        };
        read.map_err(|error| DecodeError::invalid(start, error))
    }
}

/// The number that bytes are in two's complement, the most significant first.
pub(crate) fn number(bytes: &[u8]) -> Result<i128, InvalidDecimal> {
    let [first, ..] = bytes else { return Err(InvalidDecimal("no bytes")) };
    let sign = if *first < 0x80 { 0_u8 } else { 0xff };
    let significant = bytes.iter().position(|byte| *byte != sign).unwrap_or(bytes.len());
    let rest = &bytes[significant..];
    let mut all = [sign; 16];
    let place = all.len().checked_sub(rest.len()).ok_or(TOO_LARGE)?;
    all[place..].copy_from_slice(rest);
    let number = i128::from_be_bytes(all);
    // The first bit of sixteen other bytes is the sign.
    if (number < 0) == (sign == 0xff) { Ok(number) } else { Err(TOO_LARGE) }
}

/// A decimal, which prints as its text.
pub(crate) struct Shown(pub(crate) DecimalShape, pub(crate) i128);

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(DecimalShape { scale, .. }, unscaled) = *self;
        let sign = if unscaled < 0 { "-" } else { "" };
        let scale = usize::from(scale);
        // At least one digit is before the point.
        let digits = format!("{:0>1$}", unscaled.unsigned_abs(), scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if fraction.is_empty() { "" } else { "." };
        write!(formatter, "{sign}{whole}{point}{fraction}")
    }
}
