//! Sample values of events and records, for tests.
//!
//! A [`sample`] is the example that the docs of the catalog show. It can be changed like any value:
//!
//! ```ignore
//! let event = StudentRegistrationCompleted::sample();
//! let other = UserData { is_active: false, ..UserData::sample() };
//! ```
//!
//! Property tests [`generate`] values from random bytes, or use [`strategy`] (feature `proptest`) or [`Any`] (feature
//! `arbitrary`). Every value is within the limits of its fields and scalars, including patterns, and survives a round
//! trip through JSON and Avro. Fewer bytes make smaller values, so failing cases shrink.

#[cfg(feature = "arbitrary")]
mod any;
mod generate;
#[cfg(feature = "proptest")]
mod proptest;
mod source;
mod text;
mod walk;

#[cfg(feature = "arbitrary")]
pub use any::Any;
#[cfg(feature = "proptest")]
pub use proptest::strategy;

pub(crate) use source::Source;

use crate::json;
use crate::record::Record;

/// The example in the catalog. If the catalog has too few examples, the smallest value within the limits.
///
/// # Panics
///
/// Like [`generate`].
pub fn sample<T: Record>() -> T {
    match T::DESCRIPTION.example {
        Some(example) => json::from_str(example)
            .unwrap_or_else(|error| panic!("invalid example of {}: {error}", T::DESCRIPTION.name)),
        None => generate(&[]),
    }
}

/// Makes a value from arbitrary bytes. The same bytes make the same value; no bytes make the smallest value.
///
/// # Panics
///
/// If no value is found: if the limits allow none, or if a pattern uses syntax for which values cannot be generated
/// (flags, word boundaries, or non-ASCII characters).
pub fn generate<T: Record>(bytes: &[u8]) -> T {
    let json = generate::record(T::DESCRIPTION, &mut Source::new(bytes));
    json::from_value(&json).unwrap_or_else(|error| {
        panic!("cannot generate a value of {}: {error}", T::DESCRIPTION.name)
    })
}
