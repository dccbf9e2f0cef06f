//! How a value with a precision is written in Avro.

use std::fmt::Debug;
use std::hash::Hash;

/// As the logical type that Avro has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Logical {}

/// As a string, since the catalog's Avro schemas have no logical types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {}

/// [`Logical`] or [`Text`].
pub trait Form: sealed::Sealed + Debug + Copy + Ord + Hash + 'static {
    #[doc(hidden)]
    const TEXT: bool;
}

impl Form for Logical {
    const TEXT: bool = false;
}

impl Form for Text {
    const TEXT: bool = true;
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Logical {}
    impl Sealed for super::Text {}
}
