//! Support for the code that the derives emit; no part of the public interface.

use crate::Json;
use crate::avro;
use crate::json::{self, JsonError, Path};
use crate::shape::Shape;
use crate::value::Value;

pub use inventory;

pub use crate::debug::debug_record;
pub use crate::layout::{
    Filled, Layout, Place, Slot, decode_record, decode_record_to, record_from_json, view_field,
};
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

/// The text that `json` is, or the error that text was expected.
pub fn text<'a>(json: &'a Json, path: &Path<'_>) -> Result<&'a str, JsonError> {
    path.text("text", json)
}

/// Appends text as Avro.
pub fn encode_text(text: &str, out: &mut Vec<u8>) {
    avro::write::bytes(out, text.as_bytes());
}

/// The shape of a type, as a function: a record may contain itself, and a constant may not.
pub fn shape<T: Value>() -> Shape {
    T::SHAPE
}

/// A default that the catalog gives as JSON text. The catalog's check has read it, so it is of the field's type.
pub fn default_value<T: Value>(json: &'static str) -> T {
    json::from_str(json).expect("the catalog checks defaults against their types")
}

/// Holds for `Written: FieldType<Expected, _>` exactly if the two are one type, where `Written` is what the source of a
/// field says and `Expected` what the catalog says. The casts let the derive's other code go on as if it held, so that
/// one wrong type is one message.
#[diagnostic::on_unimplemented(
    message = "`catalog.lock` line {LINE} says this field is `{Expected}`, but it is `{Self}`",
    label = "not the type in the catalog",
    note = "run `annals generate` (in the repository of Annals, `cargo codegen`), and if the change was meant, make it in the \
            catalog first"
)]
pub trait FieldType<Expected, const LINE: u32>: Sized {
    /// Both ways, the identity.
    const CASTS: Casts<Self, Expected>;
}

/// A cast of the reference, and one back of the value.
pub type Casts<Written, Expected> = (fn(&Written) -> &Expected, fn(Expected) -> Written);

impl<T, const LINE: u32> FieldType<T, LINE> for T {
    const CASTS: Casts<T, T> = (|value| value, |value| value);
}

/// An example for a description, if there is one and the feature `testing` is on.
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

/// An example for a description, if there is one and the feature `testing` is on.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __example {
    ($($example:literal)?) => {
        ::core::option::Option::None
    };
}
