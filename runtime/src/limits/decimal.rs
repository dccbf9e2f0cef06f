//! Numbers as they are written in decimal, to tell multiples without the error of floats.

use std::fmt::LowerExp;

use super::Number;

/// The digits of a number without its sign, and the power of ten that they are multiplied with.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// A whole number.
    #[expect(clippy::unnecessary_wraps, reason = "as for a float")]
    pub(super) fn whole(number: i64) -> Option<Self> {
        Some(Self { digits: number.unsigned_abs(), exponent: 0 })
    }

    /// The shortest decimal that is this float; `None` if it is not finite.
    pub(super) fn shortest(number: impl LowerExp) -> Option<Self> {
        let text = format!("{number:e}");
        let (digits, exponent) = text.trim_start_matches('-').split_once('e')?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        Some(Self {
            digits: format!("{whole}{fraction}").parse().ok()?,
            exponent: exponent.parse::<i32>().ok()? - fraction.len() as i32,
        })
    }

    /// The number of a limit.
    pub(crate) fn of(number: Number) -> Option<Self> {
        match number {
            Number::Int(number) => Self::whole(number),
            Number::Float(number) => Self::shortest(number),
        }
    }

    /// Whether it is a whole number of times `unit`.
    pub(super) fn is_multiple_of(self, unit: Self) -> bool {
        let (digits, by) = (u128::from(self.digits), u128::from(unit.digits));
        let shift = self.exponent - unit.exponent;
        match (digits, by) {
            (0, _) => true,
            (_, 0) => false,
            // Only the remainder is multiplied, so that nothing overflows.
            _ if shift >= 0 => (0..shift).fold(digits % by, |rest, _| rest * 10 % by) == 0,
            _ => {
                let power = 10_u128.checked_pow(shift.unsigned_abs());
                power.and_then(|power| power.checked_mul(by)).is_some_and(|by| digits % by == 0)
            }
        }
    }

    /// The greatest number of times that it can be taken with at most this many digits.
    #[cfg(feature = "testing")]
    pub(crate) fn most(self, digits: u32) -> i64 {
        i64::try_from(10_u64.pow(digits) / self.digits.max(1)).unwrap_or(i64::MAX)
    }

    /// The float nearest to it, taken `count` times.
    #[cfg(feature = "testing")]
    pub(crate) fn times(self, count: i64) -> f64 {
        let digits = i128::from(count) * i128::from(self.digits);
        format!("{digits}e{}", self.exponent).parse().unwrap_or_default()
    }
}
