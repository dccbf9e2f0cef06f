//! Support for the code that the derives emit. Not part of the public API.

use std::marker::PhantomData;

use crate::avro;
use crate::json;
use crate::value::Value;
use seal::Same;

pub use inventory;

pub use crate::debug::debug_record;
pub use crate::json::parser::Parser;
pub use crate::layout::{Access, Filled, Slot, read_json};
pub use crate::scalar::glue::{decode_scalar, display_scalar, parse_scalar, read_scalar};
#[cfg(feature = "serde")]
pub use crate::serde_glue::{deserialize, serde_core, serialize};
#[cfg(feature = "async")]
pub use crate::signal::asynchronous::{
    any_async_handler, async_channel, async_handler, async_handler_for, async_handler_with,
};
pub use crate::signal::attribute::{
    channel_of, channel_received, handler_for, handler_received, handler_with,
};
#[cfg(not(feature = "async"))]
pub use crate::signal::awaits::{
    any_async_handler, async_channel, async_handler, async_handler_for, async_handler_with,
};
pub use crate::signal::{Channel, ChannelOf, LinkedReceiver, any_handler};
pub use crate::value::boxed::Boxed;

/// Appends text as Avro.
pub fn encode_text(text: &str, out: &mut Vec<u8>) {
    avro::write::bytes(out, text.as_bytes());
}

/// A default value, from its JSON text in the catalog. The compiler of the catalog has checked it against the field's
/// type.
pub fn default_value<T: Value>(json: &'static str) -> T {
    json::from_str(json).expect("the catalog's defaults are checked")
}

/// `Written: FieldType<Expected, _>` holds if the two are the same type. `Written` is the type of a field in the
/// source, `Expected` its type in the catalog. The derived code uses the casts, so that a field of the wrong type
/// causes only one error message.
#[diagnostic::on_unimplemented(
    message = "`catalog.lock` line {LINE} says this field is `{Expected}`, but it is `{Self}`",
    label = "not the type in the catalog",
    note = "run `annals generate` (in the repository of Annals, `cargo codegen`), and if the change was meant, make it in the \
            catalog first"
)]
pub trait FieldType<Expected, const LINE: u32>: Same<Expected> {
    /// The identity.
    const CASTS: Casts<Self, Expected>;
}

mod seal {
    /// Implemented for every type and itself. It cannot be named outside this crate, so nothing else implements
    /// `FieldType`.
    pub trait Same<T>: Sized {}

    impl<T> Same<T> for T {}
}

impl<T, const LINE: u32> FieldType<T, LINE> for T {
    const CASTS: Casts<T, T> = Casts { expected: |value| value, exact: PhantomData };
}

/// Proof that two types are the same.
pub struct Casts<Written, Expected> {
    expected: fn(&Written) -> &Expected,
    /// Has no subtypes, so that these are the two types and not only a subtype and a supertype of them.
    exact: PhantomData<(*mut Written, *mut Expected)>,
}

impl<Written, Expected> Casts<Written, Expected> {
    /// Casts a reference.
    pub fn expected<'a>(&self, written: &'a Written) -> &'a Expected {
        (self.expected)(written)
    }

    /// Casts a pointer to a field.
    pub const fn place(&self, written: *mut Written) -> *mut Expected {
        written.cast()
    }
}

/// Returns the casts. An argument of another type, whose methods lead elsewhere, does not compile.
pub const fn casts<Written, Expected>(
    casts: &Casts<Written, Expected>,
) -> &Casts<Written, Expected> {
    casts
}

/// The example in a description: `None` without the feature `testing`.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __example {
    () => {
        ::core::option::Option::None
    };
    ($example:literal) => {
        ::core::option::Option::Some($example)
    };
}

/// The example in a description: `None` without the feature `testing`.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __example {
    ($($example:literal)?) => {
        ::core::option::Option::None
    };
}
