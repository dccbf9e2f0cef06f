//! Decimals of any precision, and dates and times that are counted.

use annals::moment::{LocalDatetime, LocalTime, UtcDatetime};
use annals::{Micros, Millis};
use annals_contract::{Clock, Decimal, Moment, Unit};

use super::error::{Invalid, Result};

/// The text of a decimal that Avro has as the bytes of a whole number.
pub(super) fn decimal_text(decimal: Decimal, bytes: &[u8]) -> Result<String> {
    let [first, ..] = bytes else { return Err(Invalid::new("a decimal has no bytes")) };
    if bytes.len() > 16 {
        return Err(Invalid::new("too many digits"));
    }
    let fill = if first & 0x80 == 0 { 0 } else { 0xff };
    let mut all = [fill; 16];
    all[16 - bytes.len()..].copy_from_slice(bytes);
    let unscaled = i128::from_be_bytes(all);
    let scale = usize::from(decimal.scale);
    let digits = format!("{:0>1$}", unscaled.unsigned_abs(), scale + 1);
    if digits.trim_start_matches('0').len() > usize::from(decimal.precision) {
        return Err(Invalid::new("too many digits"));
    }
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if unscaled < 0 { "-" } else { "" };
    let point = if scale == 0 { "" } else { "." };
    Ok(format!("{sign}{whole}{point}{fraction}"))
}

/// The whole number of a decimal's text, as the bytes that Avro has.
pub(super) fn decimal_bytes(decimal: Decimal, text: &str) -> Result<Vec<u8>> {
    let invalid = || Invalid::new("not a valid decimal");
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = usize::from(decimal.scale);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let odd =
        whole.is_empty() || whole.len() > 1 && whole.starts_with('0') || digits.ends_with('.');
    if odd || !is_number(whole) || !is_number(fraction) || fraction.len() > scale {
        return Err(invalid());
    }
    let all = format!("{whole}{fraction:0<scale$}");
    let significant = all.trim_start_matches('0');
    if significant.len() > usize::from(decimal.precision) {
        return Err(Invalid::new("too many digits"));
    }
    let unsigned: i128 =
        if significant.is_empty() { 0 } else { significant.parse().map_err(|_| invalid())? };
    let unscaled = if digits.len() < text.len() { -unsigned } else { unsigned };
    let bits = 128 - unscaled.unsigned_abs().leading_zeros();
    let length = bits as usize / 8 + 1;
    Ok(unscaled.to_be_bytes()[16 - length..].to_vec())
}

macro_rules! for_moment {
    ($moment:expr, $ty:ident => $body:expr) => {
        match ($moment.clock, $moment.unit) {
            (Clock::Utc, Unit::Millis) => {
                type $ty = UtcDatetime<Millis>;
                $body
            }
            (Clock::Utc, Unit::Micros) => {
                type $ty = UtcDatetime<Micros>;
                $body
            }
            (Clock::Local, Unit::Millis) => {
                type $ty = LocalDatetime<Millis>;
                $body
            }
            (Clock::Local, Unit::Micros) => {
                type $ty = LocalDatetime<Micros>;
                $body
            }
            (Clock::Day, Unit::Millis) => {
                type $ty = LocalTime<Millis>;
                $body
            }
            (Clock::Day, Unit::Micros) => {
                type $ty = LocalTime<Micros>;
                $body
            }
        }
    };
}

pub(super) fn moment_text(moment: Moment, count: i64) -> Result<String> {
    let text = for_moment!(moment, Any => Any::from_count(count).map(|it| it.to_string()));
    text.map_err(|error| Invalid::new(error.to_string()))
}

pub(super) fn moment_count(moment: Moment, text: &str) -> Result<i64> {
    let count = for_moment!(moment, Any => text.parse::<Any>().map(|it| it.count()));
    count.map_err(|error| Invalid::new(error.to_string()))
}
