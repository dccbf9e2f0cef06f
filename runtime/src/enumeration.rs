//! Enums: known values, and room for values that a newer catalog may add.

pub(crate) mod glue;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::property::Property;
use crate::value::Value;

/// An enum of the catalog. Implemented by the derive only.
///
/// A value that an open enum does not list is kept as `Unknown` and survives a round trip. A listed value is never kept
/// as `Unknown`, so two values are equal if and only if their texts are. A closed enum has no `Unknown`: readers refuse a
/// value that it does not list, or take its default.
pub trait Enum: Value {
    /// What the catalog says about the enum.
    const DESCRIPTION: &'static EnumDescription;

    /// The value on the wire; the digits of a number.
    fn as_str(&self) -> &str;

    /// The value that readers make of a text; `None` if they refuse it, or for an enum of numbers.
    #[doc(hidden)]
    fn of_text(text: &str) -> Option<Self>;

    /// The value that readers make of a number; `None` if they refuse it, or for an enum of texts.
    #[doc(hidden)]
    fn of_number(number: i64) -> Option<Self>;

    /// True if the catalog lists the value.
    fn is_known(&self) -> bool {
        Self::DESCRIPTION.values.contains(&self.as_str())
    }
}

/// What the catalog says about an enum.
#[derive(Debug)]
pub struct EnumDescription {
    /// Name, `Mode`.
    pub name: &'static str,
    /// The known values on the wire, in catalog order; the digits of numbers.
    pub values: &'static [&'static str],
    /// True if the values are numbers on the wire, and not texts.
    pub numbers: bool,
    /// What the catalog says in words of its own.
    pub properties: &'static [Property],
    /// For an enum that is an `enum` in Avro: the position in `values` of what readers make of a text, which is what the
    /// bytes have.
    #[doc(hidden)]
    pub symbols: Option<fn(&str) -> Option<usize>>,
    /// Its name in Avro without the namespace, if that is not `name`.
    pub avro: Option<&'static str>,
}

/// The error for a value that a closed enum does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotListed {
    /// Name of the enum.
    pub enumeration: &'static str,
}

impl fmt::Display for NotListed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a value of `{}`", self.enumeration)
    }
}

impl std::error::Error for NotListed {}

/// A value that the catalog does not list for the enum `E`. Only conversions to `E` construct it, so it is never a
/// listed value.
pub struct UnknownValue<E = ()> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> UnknownValue<E> {
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Self { text: text.into(), of: PhantomData }
    }

    #[doc(hidden)]
    pub fn __number(number: i64) -> Self {
        Self { text: number.to_string().into(), of: PhantomData }
    }

    /// The value on the wire; the digits of a number.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

// Derived impls would require them of `E`.
impl<E> Clone for UnknownValue<E> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<E> PartialEq for UnknownValue<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for UnknownValue<E> {}

impl<E> PartialOrd for UnknownValue<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for UnknownValue<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<E> Hash for UnknownValue<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E> fmt::Debug for UnknownValue<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(formatter)
    }
}
