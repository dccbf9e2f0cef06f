//! Limits that a catalog sets on a scalar or a field.

pub(crate) mod decimal;
mod format;
pub(crate) mod pattern;

use std::fmt;

use crate::value::View;
use decimal::Decimal;

pub use format::Format;
pub use pattern::Pattern;

/// Limits of a value. Limits that do not apply to its type are ignored, and null has no limits.
pub struct Limits {
    /// Minimum of a number.
    pub min: Option<Number>,
    /// Maximum of a number.
    pub max: Option<Number>,
    /// What a number is a multiple of; above zero.
    pub multiple_of: Option<Number>,
    /// Minimum number of characters, bytes, items or entries.
    pub min_length: Option<u64>,
    /// Maximum number of characters, bytes, items or entries.
    pub max_length: Option<u64>,
    /// Form of the whole text.
    pub format: Option<Format>,
    /// Pattern that must match somewhere in the text. A function, because a constant cannot refer to a static.
    pub pattern: Option<fn() -> &'static Pattern>,
}

/// The number of a limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
}

/// The limit that a value breaks. It does not contain the value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Breach {
    /// Less than the minimum.
    Min(Number),
    /// Greater than the maximum.
    Max(Number),
    /// Not a multiple of this.
    MultipleOf(Number),
    /// Fewer characters, bytes, items or entries than this.
    MinLength(u64),
    /// More characters, bytes, items or entries than this.
    MaxLength(u64),
    /// Is not in this format.
    Format(Format),
    /// Does not match this pattern.
    Pattern(&'static str),
    /// Is not this constant, as JSON text.
    Constant(&'static str),
}

impl Limits {
    /// No limits.
    pub const NONE: Self = Self {
        min: None,
        max: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        format: None,
        pattern: None,
    };

    /// Checks a value.
    ///
    /// # Errors
    ///
    /// The first limit that the value breaks.
    pub fn check(&self, view: View<'_>) -> Result<(), Breach> {
        match view {
            View::Int(value) => {
                self.check_number(Number::Int(value), |limit| limit)?;
                self.check_multiple(|_| None, || Decimal::whole(value))
            }
            View::Float(value) => {
                self.check_number(Number::Float(value), |limit| limit)?;
                self.check_multiple(|unit| decimal::quick(value, unit), || Decimal::shortest(value))
            }
            View::Float32(value) => {
                self.check_number(Number::Float(f64::from(value)), Number::rounded)?;
                self.check_multiple(|_| None, || Decimal::shortest(value))
            }
            View::Str(text) => self.check_text(text),
            View::Bytes(bytes) => self.check_length(|| bytes.len()),
            View::List(list) => self.check_length(|| list.len()),
            View::Map(map) => self.check_length(|| map.len()),
            View::Absent
            | View::Null
            | View::Bool(_)
            | View::Text(_)
            | View::Exact(_)
            | View::Record(_)
            | View::Json(_)
            | View::Case(_) => Ok(()),
        }
    }

    /// Compares with the limits after `convert`. The breach contains the limit as written in the catalog.
    fn check_number(&self, value: Number, convert: fn(Number) -> Number) -> Result<(), Breach> {
        match (self.min, self.max) {
            (Some(min), _) if !convert(min).at_most(value) => Err(Breach::Min(min)),
            (_, Some(max)) if !value.at_most(convert(max)) => Err(Breach::Max(max)),
            _ => Ok(()),
        }
    }

    /// `quick` may tell without the digits of the value.
    fn check_multiple(
        &self,
        quick: impl FnOnce(Number) -> Option<bool>,
        value: impl FnOnce() -> Option<Decimal>,
    ) -> Result<(), Breach> {
        let Some(unit) = self.multiple_of else { return Ok(()) };
        let is_multiple = quick(unit).unwrap_or_else(|| match (value(), Decimal::of(unit)) {
            (Some(value), Some(of)) => value.is_multiple_of(of),
            _ => false,
        });
        if is_multiple { Ok(()) } else { Err(Breach::MultipleOf(unit)) }
    }

    fn check_length(&self, length: impl FnOnce() -> usize) -> Result<(), Breach> {
        if self.min_length.is_none() && self.max_length.is_none() {
            return Ok(());
        }
        let length = length() as u64;
        match (self.min_length, self.max_length) {
            (Some(min), _) if length < min => Err(Breach::MinLength(min)),
            (_, Some(max)) if length > max => Err(Breach::MaxLength(max)),
            _ => Ok(()),
        }
    }

    fn check_text(&self, text: &str) -> Result<(), Breach> {
        self.check_length(|| text.chars().count())?;
        if let Some(format) = self.format
            && !format.patterns().iter().all(|pattern| pattern.matches(text))
        {
            return Err(Breach::Format(format));
        }
        match self.pattern {
            Some(pattern) if !pattern().matches(text) => Err(Breach::Pattern(pattern().as_str())),
            _ => Ok(()),
        }
    }
}

impl Number {
    /// The nearest 32-bit number, so that a value that is written like its limit is within it.
    fn rounded(self) -> Self {
        let narrow = match self {
            Self::Int(value) => value as f32,
            Self::Float(value) => value as f32,
        };
        Self::Float(f64::from(narrow))
    }

    /// False if either is NaN.
    fn at_most(self, other: Self) -> bool {
        let float = |number| match number {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        };
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => left <= right,
            (left, right) => float(left) <= float(right),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(formatter),
            Self::Float(value) => value.fmt(formatter),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Min(limit) => write!(formatter, "less than {limit}"),
            Self::Max(limit) => write!(formatter, "greater than {limit}"),
            Self::MultipleOf(unit) => write!(formatter, "is not a multiple of {unit}"),
            Self::MinLength(limit) => write!(formatter, "shorter than {limit}"),
            Self::MaxLength(limit) => write!(formatter, "longer than {limit}"),
            Self::Format(format) => write!(formatter, "is not in the format `{format}`"),
            Self::Pattern(pattern) => write!(formatter, "does not match the pattern `{pattern}`"),
            Self::Constant(json) => write!(formatter, "is not {json}"),
        }
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Limits")
            .field("min", &self.min)
            .field("max", &self.max)
            .field("multiple_of", &self.multiple_of)
            .field("min_length", &self.min_length)
            .field("max_length", &self.max_length)
            .field("format", &self.format)
            .field("pattern", &self.pattern.map(|pattern| pattern().as_str()))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Breach, Limits, Number, Pattern};
    use crate::value::{Value, View};

    const NUMBERS: Limits =
        Limits { min: Some(Number::Int(-1)), max: Some(Number::Float(1.5)), ..Limits::NONE };
    const LENGTHS: Limits = Limits { min_length: Some(2), max_length: Some(3), ..Limits::NONE };

    #[test]
    fn numbers() {
        for inside in [
            View::Int(-1),
            View::Int(1),
            View::Float(1.5),
            View::Float32(-1.0),
            View::Absent,
            View::Null,
            View::Str(""),
        ] {
            assert_eq!(NUMBERS.check(inside), Ok(()));
        }
        for below in [
            View::Int(-2),
            View::Float(-1.000_001),
            View::Float(f64::NAN),
            View::Float(f64::NEG_INFINITY),
        ] {
            assert_eq!(NUMBERS.check(below), Err(Breach::Min(Number::Int(-1))));
        }
        for above in [View::Int(2), View::Float(f64::INFINITY), View::Float32(1.6)] {
            assert_eq!(NUMBERS.check(above), Err(Breach::Max(Number::Float(1.5))));
        }
        let exact = Limits { max: Some(Number::Int(i64::MAX - 1)), ..Limits::NONE };
        assert_eq!(exact.check(View::Int(i64::MAX - 1)), Ok(()));
        assert!(exact.check(View::Int(i64::MAX)).is_err());
    }

    #[test]
    fn a_float_is_compared_with_its_limit_in_32_bits() {
        let limit = |number| Limits { min: Some(number), max: Some(number), ..Limits::NONE };
        // As 64-bit numbers, the 32-bit 0.1 is greater than 0.1, and the 32-bit 0.7 is less than 0.7.
        for number in [0.1, 0.7] {
            let limits = limit(Number::Float(number));
            assert_eq!(limits.check(View::Float32(number as f32)), Ok(()));
            assert_eq!(limits.check(View::Float(number)), Ok(()));
            let (above, below) = ((number as f32).next_up(), (number as f32).next_down());
            let (max, min) =
                (Breach::Max(Number::Float(number)), Breach::Min(Number::Float(number)));
            assert_eq!(limits.check(View::Float32(above)), Err(max));
            assert_eq!(limits.check(View::Float32(below)), Err(min));
        }
        let whole = limit(Number::Int(16_777_217));
        assert_eq!(whole.check(View::Float32(16_777_216.0)), Ok(()));
        assert!(whole.check(View::Float(16_777_216.0)).is_err());
    }

    #[test]
    fn multiples_are_those_of_the_decimals() {
        let of = |unit| Limits { multiple_of: Some(unit), ..Limits::NONE };
        let tenth = of(Number::Float(0.1));
        for multiple in [0.0, 0.1, 0.3, -0.7, 1.1, 1e300] {
            assert_eq!(tenth.check(View::Float(multiple)), Ok(()), "{multiple}");
            let single = multiple.min(1e30) as f32;
            assert_eq!(tenth.check(View::Float32(single)), Ok(()), "{single}");
        }
        for other in [0.05, 0.31, 0.300_000_000_000_000_04, 5e-324, f64::NAN, f64::INFINITY] {
            let breach = Err(Breach::MultipleOf(Number::Float(0.1)));
            assert_eq!(tenth.check(View::Float(other)), breach, "{other}");
        }
        let three = of(Number::Int(3));
        assert_eq!(three.check(View::Int(9_007_199_254_740_993)), Ok(()));
        assert_eq!(three.check(View::Int(i64::MIN)), Err(Breach::MultipleOf(Number::Int(3))));
        assert_eq!(three.check(View::Null), Ok(()));
        assert!(of(Number::Int(0)).check(View::Int(1)).is_err());
    }

    #[test]
    fn lengths_count_characters_bytes_and_items() {
        let list = |length| vec![true; length];
        for length in 0..5 {
            let expected = match length {
                0 | 1 => Err(Breach::MinLength(2)),
                4 => Err(Breach::MaxLength(3)),
                _ => Ok(()),
            };
            assert_eq!(LENGTHS.check(View::Str(&"é".repeat(length))), expected);
            assert_eq!(LENGTHS.check(View::Bytes(&vec![0; length])), expected);
            assert_eq!(LENGTHS.check(list(length).view()), expected);
        }
    }

    #[test]
    fn a_pattern_matches_anywhere_unless_anchored() {
        static PATTERN: Pattern = Pattern::new("b+");
        let loose = Limits { pattern: Some(|| &PATTERN), ..Limits::NONE };
        assert_eq!(loose.check(View::Str("abbc")), Ok(()));
        assert_eq!(loose.check(View::Str("ac")), Err(Breach::Pattern("b+")));
    }

    #[test]
    fn breaches_read_as_sentences() {
        let texts = [
            Breach::Min(Number::Int(1)),
            Breach::Max(Number::Float(0.5)),
            Breach::MinLength(2),
            Breach::MaxLength(3),
        ];
        assert_eq!(
            texts.map(|breach| breach.to_string()),
            ["less than 1", "greater than 0.5", "shorter than 2", "longer than 3"]
        );
    }
}
