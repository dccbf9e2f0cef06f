//! The kinds of moments, as types.

use std::fmt::Debug;
use std::hash::Hash;

use crate::shape;

/// Milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Millis {}

/// Microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Micros {}

/// Since 1970, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Utc {}

/// Since 1970, without an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Local {}

/// Since midnight, without an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Day {}

/// [`Millis`] or [`Micros`].
pub trait Unit: sealed::Sealed + Debug + Copy + Ord + Hash + 'static {
    #[doc(hidden)]
    const UNIT: shape::Unit;
}

/// [`Utc`], [`Local`] or [`Day`].
pub trait Clock: sealed::Sealed + Debug + Copy + Ord + Hash + 'static {
    #[doc(hidden)]
    const CLOCK: shape::Clock;
    /// What is expected, for messages.
    #[doc(hidden)]
    const WHAT: &'static str;
}

impl Unit for Millis {
    const UNIT: shape::Unit = shape::Unit::Millis;
}

impl Unit for Micros {
    const UNIT: shape::Unit = shape::Unit::Micros;
}

impl Clock for Utc {
    const CLOCK: shape::Clock = shape::Clock::Utc;
    const WHAT: &'static str = "a date and time";
}

impl Clock for Local {
    const CLOCK: shape::Clock = shape::Clock::Local;
    const WHAT: &'static str = "a date and time";
}

impl Clock for Day {
    const CLOCK: shape::Clock = shape::Clock::Day;
    const WHAT: &'static str = "a time of day";
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Millis {}
    impl Sealed for super::Micros {}
    impl Sealed for super::Utc {}
    impl Sealed for super::Local {}
    impl Sealed for super::Day {}
}
