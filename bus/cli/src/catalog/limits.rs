//! Limits of values.

use annals::{Bytes, Format, Number, Pattern, View};
use annals_contract as contract;
use annals_contract::Primitive;
use serde_json::Value;

use super::error::{Invalid, Result};

/// Limits of a scalar or field.
#[derive(Debug)]
pub(super) struct Limits {
    known: annals::Limits,
    pattern: Option<Pattern>,
}

impl Limits {
    pub(super) fn of(limits: &contract::Limits) -> Self {
        let number = |text: &String| match text.parse() {
            Ok(whole) => Number::Int(whole),
            Err(_) => Number::Float(text.parse().unwrap_or(f64::NAN)),
        };
        // A catalog is read once, and lives as long as the program.
        let pattern = |text: &String| Pattern::new(Box::leak(text.clone().into_boxed_str()));
        let known = annals::Limits {
            min: limits.min.as_ref().map(number),
            max: limits.max.as_ref().map(number),
            multiple_of: limits.multiple_of.as_ref().map(number),
            min_length: limits.min_length,
            max_length: limits.max_length,
            format: limits.format.map(format),
            pattern: None,
        };
        Self { known, pattern: limits.pattern.as_ref().map(pattern) }
    }

    /// Checks a value in JSON. What has the wrong type is found elsewhere, and other types have no limits.
    pub(super) fn check(&self, primitive: Primitive, value: &Value) -> Result<()> {
        match (primitive, value) {
            (Primitive::String, Value::String(text)) => self.check_view(View::Str(text)),
            (Primitive::Bytes, value) => match annals::json::from_value::<Bytes>(value) {
                Ok(bytes) => self.check_view(View::Bytes(&bytes)),
                Err(_) => Ok(()),
            },
            (Primitive::Float, Value::Number(number)) => {
                self.check_view(View::Float32(number.as_f64().unwrap_or_default() as f32))
            }
            (Primitive::Int | Primitive::Long | Primitive::Double, Value::Number(number)) => {
                match (number.as_i64(), number.as_f64()) {
                    (Some(whole), _) => self.check_view(View::Int(whole)),
                    (None, float) => self.check_view(View::Float(float.unwrap_or_default())),
                }
            }
            (
                Primitive::String
                | Primitive::Int
                | Primitive::Long
                | Primitive::Float
                | Primitive::Double
                | Primitive::Boolean
                | Primitive::Date
                | Primitive::Datetime
                | Primitive::Uuid
                | Primitive::Moment(_)
                | Primitive::Decimal(_)
                | Primitive::Json,
                _,
            ) => Ok(()),
        }
    }

    fn check_view(&self, view: View<'_>) -> Result<()> {
        if let (Some(pattern), View::Str(text)) = (&self.pattern, view)
            && !pattern.matches(text)
        {
            return Err(Invalid::new("does not match the pattern"));
        }
        self.known.check(view).map_err(|breach| Invalid::new(breach.to_string()))
    }

    /// Checks the number of items or entries.
    pub(super) fn check_count(&self, count: usize) -> Result<()> {
        let count = count as u64;
        if self.known.min_length.is_some_and(|least| count < least) {
            return Err(Invalid::new("too few elements"));
        }
        if self.known.max_length.is_some_and(|most| count > most) {
            return Err(Invalid::new("too many elements"));
        }
        Ok(())
    }
}

fn format(format: contract::Format) -> Format {
    match format {
        contract::Format::Uri => Format::Uri,
        contract::Format::UriReference => Format::UriReference,
        contract::Format::Email => Format::Email,
        contract::Format::Hostname => Format::Hostname,
        contract::Format::Ipv4 => Format::Ipv4,
        contract::Format::Ipv6 => Format::Ipv6,
        contract::Format::Time => Format::Time,
        contract::Format::Duration => Format::Duration,
        contract::Format::UriTemplate => Format::UriTemplate,
    }
}
