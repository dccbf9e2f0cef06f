//! Enums: known values, and room for values that a newer catalog may add.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::value::Value;

/// An enum of the catalog. Implemented by the derive only.
///
/// Enums are open: a value that the catalog does not list is kept as `Unknown` and survives a round trip. A listed
/// value is never kept as `Unknown`, so two values are equal if and only if their texts are.
pub trait Enum: Value {
    /// What the catalog says about the enum.
    const DESCRIPTION: &'static EnumDescription;

    /// The value on the wire.
    fn as_str(&self) -> &str;

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
    /// The known values on the wire, in catalog order.
    pub values: &'static [&'static str],
}

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

    /// The value on the wire.
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

/// The impls of an enum, for the derive.
///
/// `__enumeration!(Mode, "Mode", [Honor "honor"]);` expects `enum Mode { Honor, Unknown(UnknownValue<Self>) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident, $enumeration:literal, [$($variant:ident $value:literal),* $(,)?]) => {
        #[automatically_derived]
        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(unknown) => unknown.as_str(),
                }
            }
        }

        #[automatically_derived]
        impl $crate::Enum for $name {
            const DESCRIPTION: &'static $crate::enumeration::EnumDescription =
                &$crate::enumeration::EnumDescription { name: $enumeration, values: &[$($value),*] };
            fn as_str(&self) -> &str {
                self.as_str()
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownValue::__new(text)),
                }
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
                    Self::Unknown(unknown) => {
                        ::core::fmt::Formatter::debug_tuple(formatter, "Unknown").field(unknown).finish()
                    }
                }
            }
        }

        #[automatically_derived]
        impl $crate::avro::Codec for $name {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::encode_text(self.as_str(), out);
            }
            fn decode(
                decoder: &mut $crate::avro::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                decoder.text().map(Self::from)
            }
        }

        #[automatically_derived]
        impl $crate::Value for $name {
            const SHAPE: $crate::Shape = $crate::Shape::Enum(<Self as $crate::Enum>::DESCRIPTION);
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Str(self.as_str())
            }
            fn read_json<'a>(
                parser: &mut $crate::__private::Parser<'_>,
                slot: $crate::__private::Slot<'a, Self>,
            ) -> ::core::result::Result<$crate::__private::Filled<'a, Self>, $crate::JsonError> {
                let text = parser.text("text")?;
                ::core::result::Result::Ok(slot.fill(Self::from(&*text)))
            }
        }

        $crate::__impl_serde!($name);
    };
}
