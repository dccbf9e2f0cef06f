//! The numbers of limits.

use std::hash::{Hash, Hasher};

/// A number that is a limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Whole.
    Int(i64),
    /// Any other finite number.
    Float(f64),
}

impl Number {
    /// Whether it is a whole number of times `unit`. Both are taken as they are written in decimal: 0.3 is three times
    /// 0.1, though the floats nearest to them are not.
    #[must_use]
    pub fn is_multiple_of(self, unit: Self) -> bool {
        let (Some(number), Some(unit)) = (Decimal::of(self), Decimal::of(unit)) else {
            return false;
        };
        number.is_multiple_of(unit)
    }

    /// This number of times `unit`, as near as a float is to it.
    #[must_use]
    pub fn times(self, count: i64) -> f64 {
        let sign = if count < 0 { "-" } else { "" };
        let times = |Decimal { digits, exponent }: Decimal| {
            let digits = u128::from(digits) * u128::from(count.unsigned_abs());
            format!("{sign}{digits}e{exponent}").parse().ok()
        };
        Decimal::of(self).and_then(times).unwrap_or(f64::NAN)
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Int(value) => value.hash(state),
            Self::Float(value) => value.to_bits().hash(state),
        }
    }
}

/// The digits of a number without its sign, and the power of ten that they are multiplied with.
#[derive(Clone, Copy)]
struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal that is this number; `None` if it is not finite.
    fn of(number: Number) -> Option<Self> {
        let float = match number {
            Number::Int(number) => {
                return Some(Self { digits: number.unsigned_abs(), exponent: 0 });
            }
            Number::Float(number) => format!("{:e}", number.abs()),
        };
        let (digits, exponent) = float.split_once('e')?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let places = i32::try_from(fraction.len()).ok()?;
        Some(Self {
            digits: format!("{whole}{fraction}").parse().ok()?,
            exponent: exponent.parse::<i32>().ok()? - places,
        })
    }

    fn is_multiple_of(self, unit: Self) -> bool {
        let (digits, by) = (u128::from(self.digits), u128::from(unit.digits));
        let shift = self.exponent - unit.exponent;
        match (digits, by) {
            (0, _) => true,
            (_, 0) => false,
            // Only the remainder is multiplied, so that nothing overflows.
            _ if shift >= 0 => (0..shift).fold(digits % by, |rest, _| rest * 10 % by) == 0,
            _ => {
                let by =
                    10_u128.checked_pow(shift.unsigned_abs()).and_then(|ten| ten.checked_mul(by));
                by.is_some_and(|by| digits.is_multiple_of(by))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number::{Float, Int};

    #[test]
    fn multiples_are_those_of_the_decimals() {
        for (number, unit) in [
            (Int(0), Float(0.1)),
            (Int(-9), Int(3)),
            (Int(i64::MIN), Int(2)),
            (Float(0.3), Float(0.1)),
            (Float(-1.1), Float(0.1)),
            (Float(19.99), Float(0.01)),
            (Float(1e300), Float(0.01)),
            (Float(4.35), Float(0.05)),
            (Float(2.5), Float(1.25)),
            (Int(9_007_199_254_740_993), Int(3)),
            (Float(5e-324), Float(5e-324)),
            (Float(-0.0), Float(0.5)),
        ] {
            assert!(number.is_multiple_of(unit), "{number:?} {unit:?}");
        }
        for (number, unit) in [
            (Int(1), Int(2)),
            (Float(0.3), Float(0.2)),
            (Float(0.01), Float(0.1)),
            (Float(5e-324), Int(1)),
            (Float(1e300), Float(0.03)),
            (Float(f64::NAN), Int(1)),
            (Float(f64::INFINITY), Int(1)),
            (Int(1), Int(0)),
        ] {
            assert!(!number.is_multiple_of(unit), "{number:?} {unit:?}");
        }
        assert_eq!(Float(0.1).times(3).to_bits(), 0.3_f64.to_bits());
        assert_eq!(Int(5).times(-3).to_bits(), (-15.0_f64).to_bits());
    }
}
