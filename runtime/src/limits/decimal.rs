//! Numbers as they are written in decimal, to tell multiples without the error of floats.

use std::fmt::LowerExp;

use super::Number;

/// Whether a float is a multiple of a unit, if that is known without its digits: a number with at most 15 digits whose
/// fraction is a number of eighths has the same value as a float and as a decimal, and so have its multiples.
pub(super) fn quick(value: f64, unit: Number) -> Option<bool> {
    const LARGEST: f64 = 1e12;
    let unit = match unit {
        Number::Int(unit) => unit as f64,
        Number::Float(unit) => unit,
    };
    let is_short = value.abs() < LARGEST && unit.abs() < LARGEST && (unit * 8.0).fract() == 0.0;
    is_short.then_some(value % unit == 0.0)
}

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

#[cfg(test)]
mod tests {
    use super::{Decimal, Number, quick};

    #[test]
    fn what_is_known_without_the_digits_is_what_they_say() {
        let mut known = 0;
        for unit in [0.125, 0.25, 0.375, 0.5, 1.0, 1.5, 7.0, 0.1, 0.3, 999_999_999_999.875] {
            for step in 0..200_u32 {
                let near = unit * f64::from(step * step) * 1e5;
                for value in [near, -near, near.next_up(), near.next_down(), near + 0.1, near / 3.0]
                {
                    let decimal = Decimal::shortest(value).unwrap();
                    let expected = decimal.is_multiple_of(Decimal::shortest(unit).unwrap());
                    if let Some(found) = quick(value, Number::Float(unit)) {
                        assert_eq!(found, expected, "{value} {unit}");
                        known += 1;
                    }
                }
            }
        }
        assert!(known > 1_000, "{known}");
        assert_eq!(quick(0.3, Number::Float(0.1)), None);
        assert_eq!(quick(f64::NAN, Number::Int(1)), None);
        assert_eq!(quick(2.75, Number::Float(0.25)), Some(true));
        assert_eq!(quick(14.0, Number::Int(7)), Some(true));
    }
}
