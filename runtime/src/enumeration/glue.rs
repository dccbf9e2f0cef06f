//! The impls of an enum, and the code that they share.

use super::{Enum, EnumDescription, NotListed};
use crate::avro::{DecodeError, Decoder, write};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{self, Filled, Slot};
use crate::value::View;

/// Reads an enum from Avro.
pub fn decode_enum<E: Enum>(decoder: &mut Decoder<'_>) -> Result<E, DecodeError> {
    let start = decoder.offset();
    let found = if E::DESCRIPTION.numbers {
        E::of_number(decoder.long()?)
    } else if E::DESCRIPTION.symbols.is_some() {
        let symbol = usize::try_from(decoder.int()?).ok();
        symbol.and_then(|symbol| E::of_text(E::DESCRIPTION.values.get(symbol)?))
    } else {
        E::of_text(decoder.text()?)
    };
    found.ok_or_else(|| DecodeError::invalid(start, not_listed::<E>()))
}

/// Reads an enum from JSON.
pub fn read_enum<'a, E: Enum>(
    parser: &mut Parser<'_>,
    slot: Slot<'a, E>,
) -> Result<Filled<'a, E>, JsonError> {
    let found = if E::DESCRIPTION.numbers {
        E::of_number(layout::read_json(parser)?)
    } else {
        E::of_text(&parser.text("text")?)
    };
    match found {
        Some(value) => Ok(slot.fill(value)),
        None => Err(JsonError::new(not_listed::<E>())),
    }
}

/// Appends an enum as Avro.
pub fn encode_enum<E: Enum>(value: &E, out: &mut Vec<u8>) {
    if E::DESCRIPTION.numbers {
        write::long(out, number(value));
    } else {
        E::DESCRIPTION.write(value.as_str(), out);
    }
}

/// The position of what readers make of a text.
pub fn symbol<E: Enum>(text: &str) -> Option<usize> {
    E::DESCRIPTION.position(E::of_text(text)?.as_str())
}

impl EnumDescription {
    fn position(&self, text: &str) -> Option<usize> {
        self.values.iter().position(|listed| *listed == text)
    }

    /// Appends a value that is a text in JSON: the text, or its position if it is a symbol.
    pub(crate) fn write(&self, text: &str, out: &mut Vec<u8>) {
        match self.symbols.and_then(|_| self.position(text)) {
            Some(symbol) => write::long(out, symbol as i64),
            None => write::bytes(out, text.as_bytes()),
        }
    }
}

/// Views an enum.
pub fn view_enum<E: Enum>(value: &E) -> View<'_> {
    if E::DESCRIPTION.numbers { View::Int(number(value)) } else { View::Str(value.as_str()) }
}

/// The number of a value on the wire.
pub fn number<E: Enum>(value: &E) -> i64 {
    value.as_str().parse().expect("an enum of numbers is written as digits")
}

/// The error for a value that `E` does not list.
pub fn not_listed<E: Enum>() -> NotListed {
    NotListed { enumeration: E::DESCRIPTION.name }
}

/// The impls of an enum, for the derive.
///
/// ```text
/// __enumeration!(Mode, "Mode", [Honor "honor", Audit "audit" | "old" | "older"]);
/// __enumeration!(Mode, "Mode", [Honor "honor"], closed);
/// __enumeration!(Mode, "Mode", [Honor "honor"], or Honor);
/// __enumeration!(Mode, "Mode", [Honor "honor"], closed symbols);
/// __enumeration!(Mode, "Mode", [Honor "honor"], closed symbols "mode_of_payment");
/// __enumeration!(Level, "Level", [Low 1 | 10, High -2], numbers);
/// __enumeration!(Level, "Level", [Low 1], numbers closed);
/// ```
///
/// An enum without `closed` or `or` expects a last variant `Unknown(UnknownValue<Self>)`. After either, `symbols` says
/// that the enum is an `enum` in Avro, with another name if one follows.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident, $enumeration:tt, $values:tt) => {
        $crate::__enumeration!(@texts $name, $enumeration, $values, keep [Unknown], []);
        $crate::__enumeration!(@total $name);
    };
    ($name:ident, $enumeration:tt, $values:tt, closed $($symbols:ident $($avro:literal)?)?) => {
        $crate::__enumeration!(@texts $name, $enumeration, $values, refuse [], [$($symbols $($avro)?)?]);
        #[automatically_derived]
        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::enumeration::NotListed;
            fn try_from(text: &str) -> ::core::result::Result<Self, Self::Error> {
                <Self as $crate::Enum>::of_text(text)
                    .ok_or_else($crate::__private::not_listed::<Self>)
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for $name {
            type Err = $crate::enumeration::NotListed;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }
    };
    ($name:ident, $enumeration:tt, $values:tt, or $default:ident $($symbols:ident $($avro:literal)?)?) => {
        $crate::__enumeration!(@texts $name, $enumeration, $values, $default [], [$($symbols $($avro)?)?]);
        $crate::__enumeration!(@total $name);
    };
    ($name:ident, $enumeration:tt, $values:tt, numbers) => {
        $crate::__enumeration!(@numbers $name, $enumeration, $values, keep [Unknown]);
        $crate::__enumeration!(@total_number $name);
    };
    ($name:ident, $enumeration:tt, $values:tt, numbers closed) => {
        $crate::__enumeration!(@numbers $name, $enumeration, $values, refuse []);
        #[automatically_derived]
        impl ::core::convert::TryFrom<i64> for $name {
            type Error = $crate::enumeration::NotListed;
            fn try_from(number: i64) -> ::core::result::Result<Self, Self::Error> {
                <Self as $crate::Enum>::of_number(number)
                    .ok_or_else($crate::__private::not_listed::<Self>)
            }
        }
    };
    ($name:ident, $enumeration:tt, $values:tt, numbers or $default:ident) => {
        $crate::__enumeration!(@numbers $name, $enumeration, $values, $default []);
        $crate::__enumeration!(@total_number $name);
    };
    (@texts $name:ident, $enumeration:tt,
        [$($variant:ident $value:literal $(| $alias:literal)*),* $(,)?], $other:ident $unknown:tt, $symbols:tt) => {
        $crate::__enumeration!(@common $name, $enumeration, [$($variant $value),*], $unknown, false, $symbols, {
            fn of_text(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($value $(| $alias)* => ::core::option::Option::Some(Self::$variant),)*
                    _ => $crate::__enumeration!(@other $other __new text),
                }
            }
            fn of_number(_: i64) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        });
    };
    (@numbers $name:ident, $enumeration:tt,
        [$($variant:ident $value:literal $(| $alias:literal)*),* $(,)?], $other:ident $unknown:tt) => {
        $crate::__enumeration!(@common $name, $enumeration, [$($variant $value),*], $unknown, true, [], {
            fn of_text(_: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
            fn of_number(number: i64) -> ::core::option::Option<Self> {
                match number {
                    $($value $(| $alias)* => ::core::option::Option::Some(Self::$variant),)*
                    _ => $crate::__enumeration!(@other $other __number number),
                }
            }
        });
        #[automatically_derived]
        impl $name {
            /// The number on the wire.
            pub fn number(&self) -> i64 {
                $crate::__private::number(self)
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.number()
            }
        }
    };
    // What a value becomes that is not listed.
    (@other keep $new:ident $wire:ident) => {
        ::core::option::Option::Some(Self::Unknown($crate::UnknownValue::$new($wire)))
    };
    (@other refuse $new:ident $wire:ident) => {
        ::core::option::Option::None
    };
    (@other $default:ident $new:ident $wire:ident) => {
        ::core::option::Option::Some(Self::$default)
    };
    (@symbols []) => {
        ::core::option::Option::None
    };
    (@symbols [symbols $($avro:literal)?]) => {
        ::core::option::Option::Some($crate::__private::symbol::<Self>)
    };
    (@avro [$(symbols)?]) => {
        ::core::option::Option::None
    };
    (@avro [symbols $avro:literal]) => {
        ::core::option::Option::Some($avro)
    };
    // Conversions that cannot fail.
    (@total $name:ident) => {
        #[automatically_derived]
        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::Enum>::of_text(text).expect("every text is a value")
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }
    };
    (@total_number $name:ident) => {
        #[automatically_derived]
        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                <Self as $crate::Enum>::of_number(number).expect("every number is a value")
            }
        }
    };
    // `$unknown` is `Unknown` if the enum is open.
    (@common $name:ident, $enumeration:tt, [$($variant:ident $value:literal),*], [$($unknown:ident)?],
        $numbers:literal, $symbols:tt, { $($read:tt)* }) => {
        #[automatically_derived]
        impl $name {
            /// The value on the wire; the digits of a number.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => ::core::concat!($value),)*
                    $(Self::$unknown(unknown) => unknown.as_str(),)?
                }
            }
        }

        #[automatically_derived]
        impl $crate::Enum for $name {
            const DESCRIPTION: &'static $crate::enumeration::EnumDescription =
                &$crate::enumeration::EnumDescription {
                    name: $crate::__named!(@name $enumeration),
                    properties: $crate::__named!(@properties $enumeration),
                    values: &[$(::core::concat!($value)),*],
                    numbers: $numbers,
                    symbols: $crate::__enumeration!(@symbols $symbols),
                    avro: $crate::__enumeration!(@avro $symbols),
                };
            fn as_str(&self) -> &str {
                self.as_str()
            }
            $($read)*
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), formatter)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => ::core::fmt::Formatter::write_str(formatter, ::core::stringify!($variant)),)*
                    $(Self::$unknown(unknown) => {
                        ::core::fmt::Formatter::debug_tuple(formatter, "Unknown").field(unknown).finish()
                    })?
                }
            }
        }

        #[automatically_derived]
        impl $crate::avro::Codec for $name {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::encode_enum(self, out);
            }
            fn decode(
                decoder: &mut $crate::avro::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $crate::__private::decode_enum(decoder)
            }
        }

        #[automatically_derived]
        impl $crate::Value for $name {
            const SHAPE: $crate::Shape = $crate::Shape::Enum(<Self as $crate::Enum>::DESCRIPTION);
            fn view(&self) -> $crate::View<'_> {
                $crate::__private::view_enum(self)
            }
            fn read_json<'a>(
                parser: &mut $crate::__private::Parser<'_>,
                slot: $crate::__private::Slot<'a, Self>,
            ) -> ::core::result::Result<$crate::__private::Filled<'a, Self>, $crate::JsonError> {
                $crate::__private::read_enum(parser, slot)
            }
        }

        $crate::__impl_serde!($name);
    };
}
