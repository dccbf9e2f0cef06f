//! Support for the code that the derives emit. Not part of the public API.

use crate::json;
use crate::value::Value;

pub use inventory;

pub use crate::casts::{Casts, FieldType, casts};
pub use crate::debug::debug_record;
pub use crate::enumeration::glue::{
    decode_enum, encode_enum, not_listed, number, read_enum, symbol, view_enum,
};
pub use crate::json::parser::Parser;
pub use crate::layout::{AccessTo, Filled, Slot, cloned, read_json};
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
pub use crate::value::constant::{Constant, Literal};
pub use crate::value::optional::{Hold, InBox, Itself, Optional, OptionalBoxed};
pub use crate::variant::glue::{
    case_shape, decode_case, decode_nullable_variant, decode_variant, encode_variant, read_case,
    read_variant,
};

/// A default value, from its JSON text in the catalog. The compiler of the catalog has checked it against the field's
/// type.
pub fn default_value<T: Value>(json: &'static str) -> T {
    json::from_str(json).expect("the catalog's defaults are checked")
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
