//! The impls that all scalars share, which the derive emits.

use std::borrow::Cow;
use std::fmt::{self, Display as _};

use super::{InvalidScalar, Reason, Scalar};
use crate::Json;
use crate::avro::{Codec as _, DecodeError, Decoder};
use crate::bytes::base64;
use crate::json::parser::Parser;
use crate::json::{self, JsonError};
use crate::layout::{self, Filled, Slot};
use crate::shape::Shape;
use crate::value::{Value, View};

/// Reads a scalar from JSON.
pub fn read_scalar<'a, T: Scalar>(
    parser: &mut Parser<'_>,
    slot: Slot<'a, T>,
) -> Result<Filled<'a, T>, JsonError> {
    match T::try_new(layout::read_json(parser)?) {
        Ok(scalar) => Ok(slot.fill(scalar)),
        Err(error) => Err(JsonError::new(error)),
    }
}

/// Reads a scalar from Avro.
pub fn decode_scalar<T: Scalar>(decoder: &mut Decoder<'_>) -> Result<T, DecodeError> {
    let start = decoder.offset();
    T::try_new(T::Base::decode(decoder)?).map_err(|error| DecodeError::invalid(start, error))
}

/// Reads a scalar from its text: the JSON text of a boolean or number, the plain text of any other.
pub fn parse_scalar<T: Scalar>(text: &str) -> Result<T, InvalidScalar> {
    let base = json_text(T::Base::SHAPE, text).and_then(|json| json::from_str(&json));
    let malformed = |error: JsonError| InvalidScalar {
        scalar: T::DESCRIPTION.name,
        reason: Reason::Malformed(error.reason().to_owned()),
    };
    T::try_new(base.map_err(malformed)?)
}

/// The JSON text of a scalar with this base.
fn json_text(base: Shape, text: &str) -> Result<Cow<'_, str>, JsonError> {
    let is_json = match base {
        Shape::Boolean | Shape::Int | Shape::Long | Shape::Float | Shape::Double => true,
        Shape::String
        | Shape::Bytes
        | Shape::Date
        | Shape::Datetime
        | Shape::Uuid
        | Shape::Moment(_)
        | Shape::Decimal(_)
        | Shape::Json
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_)
        | Shape::Optional(_)
        | Shape::Scalar(..)
        | Shape::Enum(_)
        | Shape::Record(_)
        | Shape::Variant(_) => false,
    };
    // JSON allows white space around a number; the text of a scalar does not.
    if !is_json || text.trim() != text {
        return Ok(Json::from(text).to_string().into());
    }
    match serde_json::from_str::<Json>(text) {
        Ok(_) => Ok(text.into()),
        Err(_) => Err(JsonError::new("not a number or boolean")),
    }
}

/// Prints a scalar as its text.
pub fn display_scalar(formatter: &mut fmt::Formatter<'_>, view: View<'_>) -> fmt::Result {
    match view {
        View::Bool(value) => value.fmt(formatter),
        View::Int(value) => value.fmt(formatter),
        View::Float(value) => value.fmt(formatter),
        View::Float32(value) => value.fmt(formatter),
        View::Str(value) => value.fmt(formatter),
        View::Text(value) => value.fmt(formatter),
        View::Exact(value) => value.fmt(formatter),
        View::Bytes(value) => base64(value).fmt(formatter),
        // A scalar is based on a primitive.
        View::Absent
        | View::Null
        | View::List(_)
        | View::Map(_)
        | View::Record(_)
        | View::Json(_)
        | View::Case(_) => Ok(()),
    }
}

/// The impls of a scalar, for the derive.
///
/// `__scalar!(CourseKey, "course_key", "string", String, Limits { … });` expects `struct CourseKey(String);`.
#[doc(hidden)]
#[macro_export]
macro_rules! __scalar {
    ($name:ident, $scalar:tt, "string", $base:ty, $limits:expr) => {
        $crate::__scalar!(@common $name, $scalar, "string", $base, $limits);

        #[automatically_derived]
        impl $name {
            /// Checks the text against the limits.
            pub fn new(
                text: impl ::core::convert::Into<$base>,
            ) -> ::core::result::Result<Self, $crate::InvalidScalar> {
                <Self as $crate::Scalar>::try_new(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        #[automatically_derived]
        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::InvalidScalar;
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::InvalidScalar> {
                Self::new(text)
            }
        }
    };
    ($name:ident, $scalar:tt, $kind:literal, $base:ty, $limits:expr) => {
        $crate::__scalar!(@common $name, $scalar, $kind, $base, $limits);

        #[automatically_derived]
        impl $name {
            /// Checks the value against the limits.
            pub fn new(value: $base) -> ::core::result::Result<Self, $crate::InvalidScalar> {
                <Self as $crate::Scalar>::try_new(value)
            }

            /// The value.
            pub fn get(&self) -> &$base {
                &self.0
            }
        }
    };
    (@common $name:ident, $scalar:tt, $kind:literal, $base:ty, $limits:expr) => {
        #[automatically_derived]
        impl $name {
            /// Returns the value.
            pub fn into_inner(self) -> $base {
                self.0
            }
        }

        #[automatically_derived]
        impl $crate::Scalar for $name {
            type Base = $base;
            const DESCRIPTION: &'static $crate::ScalarDescription =
                &$crate::ScalarDescription {
                    name: $crate::__named!(@name $scalar),
                    base: $kind,
                    limits: $limits,
                    properties: $crate::__named!(@properties $scalar),
                };
            fn try_new(base: $base) -> ::core::result::Result<Self, $crate::InvalidScalar> {
                <Self as $crate::Scalar>::DESCRIPTION.check($crate::Value::view(&base))?;
                ::core::result::Result::Ok(Self(base))
            }
            fn base(&self) -> &$base {
                &self.0
            }
        }

        #[automatically_derived]
        impl $crate::avro::Codec for $name {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::avro::Codec::encode(&self.0, out);
            }
            fn decode(
                decoder: &mut $crate::avro::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $crate::__private::decode_scalar(decoder)
            }
        }

        #[automatically_derived]
        impl $crate::Value for $name {
            const SHAPE: $crate::Shape =
                $crate::Shape::Scalar(<Self as $crate::Scalar>::DESCRIPTION, &<$base as $crate::Value>::SHAPE);
            fn view(&self) -> $crate::View<'_> {
                $crate::Value::view(&self.0)
            }
            fn read_json<'a>(
                parser: &mut $crate::__private::Parser<'_>,
                slot: $crate::__private::Slot<'a, Self>,
            ) -> ::core::result::Result<$crate::__private::Filled<'a, Self>, $crate::JsonError> {
                $crate::__private::read_scalar(parser, slot)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::display_scalar(formatter, $crate::Value::view(self))
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Formatter::debug_tuple(formatter, ::core::stringify!($name)).field(&self.0).finish()
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for $name {
            type Err = $crate::InvalidScalar;
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::InvalidScalar> {
                $crate::__private::parse_scalar(text)
            }
        }

        #[automatically_derived]
        impl ::core::convert::TryFrom<$base> for $name {
            type Error = $crate::InvalidScalar;
            fn try_from(base: $base) -> ::core::result::Result<Self, $crate::InvalidScalar> {
                <Self as $crate::Scalar>::try_new(base)
            }
        }

        $crate::__impl_serde!($name);
    };
}
