//! Scalars: primitives with their own meaning and limits.

pub(crate) mod glue;

use std::fmt;

use crate::limits::{Breach, Limits};
use crate::property::Property;
use crate::value::{Value, View};

/// A scalar of the catalog: a newtype whose values are always within its limits. Implemented by the derive only.
pub trait Scalar: Value {
    /// The primitive it is based on.
    type Base: Value;

    /// What the catalog says about the scalar.
    const DESCRIPTION: &'static ScalarDescription;

    /// Checks `base` against the limits.
    ///
    /// # Errors
    ///
    /// If `base` is outside the limits.
    fn try_new(base: Self::Base) -> Result<Self, InvalidScalar>;

    /// The primitive.
    fn base(&self) -> &Self::Base;
}

/// What the catalog says about a scalar.
#[derive(Debug)]
pub struct ScalarDescription {
    /// Name, `course_key`.
    pub name: &'static str,
    /// The primitive it is based on, as written in the catalog.
    pub base: &'static str,
    /// Limits of its values.
    pub limits: Limits,
    /// What the catalog says in words of its own.
    pub properties: &'static [Property],
}

impl ScalarDescription {
    /// Checks a value against the limits.
    ///
    /// # Errors
    ///
    /// The first limit that the value breaks.
    pub fn check(&self, view: View<'_>) -> Result<(), InvalidScalar> {
        self.limits
            .check(view)
            .map_err(|breach| InvalidScalar { scalar: self.name, reason: Reason::Limit(breach) })
    }
}

/// Why a value is not valid for a scalar. It does not contain the value, which may be personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct InvalidScalar {
    scalar: &'static str,
    reason: Reason,
}

/// What is wrong with the value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// The value is outside a limit.
    Limit(Breach),
    /// The text does not have the form of the base primitive, for this reason.
    Malformed(String),
}

impl InvalidScalar {
    /// Name of the scalar, `course_key`.
    pub fn scalar(&self) -> &'static str {
        self.scalar
    }

    /// What is wrong with the value.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }
}

impl fmt::Display for InvalidScalar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid `{}`: ", self.scalar)?;
        match &self.reason {
            Reason::Limit(breach) => fmt::Display::fmt(breach, formatter),
            Reason::Malformed(reason) => formatter.write_str(reason),
        }
    }
}

impl std::error::Error for InvalidScalar {}
