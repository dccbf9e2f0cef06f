//! Examples of events and records, and values of them made from any bytes, for tests.
//!
//! A [`sample`] is what the docs of the catalog show. It can be changed like any value:
//!
//! ```ignore
//! let event = StudentRegistrationCompleted::sample();
//! let other = UserData { is_active: false, ..UserData::sample() };
//! ```
//!
//! Tests that want many different values [`generate`] them, from random bytes of their own or through one of two
//! crates: with the feature `proptest` there is [`strategy`], with `arbitrary` there is [`Any`]. Every value keeps the
//! limits of its fields and scalars, patterns included, and goes through JSON and Avro unchanged. Fewer bytes make
//! smaller values, so a failing case shrinks.

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
use crate::json::Path;
use crate::record::Record;

/// The example of the catalog; where it gives too little to make one, the smallest value that keeps the limits.
///
/// # Panics
///
/// As [`generate`] does.
pub fn sample<T: Record>() -> T {
    match T::DESCRIPTION.example {
        Some(example) => json::from_str(example)
            .unwrap_or_else(|error| panic!("the example of {}: {error}", T::DESCRIPTION.name)),
        None => generate(&[]),
    }
}

/// Makes a value from any bytes: the same from the same bytes, the smallest from none.
///
/// # Panics
///
/// If no value can be found: where limits leave none, or where a pattern uses what only the general engine of regular
/// expressions knows.
pub fn generate<T: Record>(bytes: &[u8]) -> T {
    let json = generate::record(T::DESCRIPTION, &mut Source::new(bytes));
    T::from_json(&json, &Path::ROOT)
        .unwrap_or_else(|error| panic!("no value of {} can be made: {error}", T::DESCRIPTION.name))
}
