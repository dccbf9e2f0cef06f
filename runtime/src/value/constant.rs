//! Fields that have one value only, which is not in memory.

use std::marker::PhantomData;

use crate::avro::{Codec, DecodeError, Decoder};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{Filled, Slot, read_json};
use crate::limits::Breach;
use crate::shape::Shape;
use crate::value::{Value, View};

/// The value of a constant. Each constant has a type that implements this.
pub trait Literal: 'static {
    /// The type of the value.
    type Value: Value;

    /// The value as JSON text.
    const JSON: &'static str;

    /// The value.
    fn value() -> &'static Self::Value;
}

/// The field of a constant.
pub struct Constant<L>(PhantomData<L>);

impl<L: Literal> Constant<L> {
    /// The only value.
    pub const VALUE: Self = Self(PhantomData);

    /// The constant field of a record: anywhere, since it has no size.
    pub const fn place<R>(record: *mut R) -> *mut Self {
        record.cast()
    }

    fn check(value: &L::Value) -> Result<Self, Breach> {
        if value == L::value() { Ok(Self::VALUE) } else { Err(Breach::Constant(L::JSON)) }
    }
}

impl<L: Literal> Codec for Constant<L> {
    fn encode(&self, out: &mut Vec<u8>) {
        L::value().encode(out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let start = decoder.offset();
        let value = L::Value::decode(decoder)?;
        Self::check(&value).map_err(|breach| DecodeError::invalid(start, breach))
    }
}

impl<L: Literal> Value for Constant<L> {
    const SHAPE: Shape = L::Value::SHAPE;

    fn view(&self) -> View<'_> {
        L::value().view()
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        let value: L::Value = read_json(parser)?;
        Ok(slot.fill(Self::check(&value).map_err(JsonError::new)?))
    }
}

impl<L> Clone for Constant<L> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<L> PartialEq for Constant<L> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A constant with a value that the lock has as JSON: `__constant!(Constant0: String = "\"opened\"");`.
#[doc(hidden)]
#[macro_export]
macro_rules! __constant {
    ($name:ident: $ty:ty = $json:literal) => {
        enum $name {}

        impl $crate::__private::Literal for $name {
            type Value = $ty;

            const JSON: &'static str = $json;

            fn value() -> &'static $ty {
                static VALUE: ::std::sync::LazyLock<$ty> =
                    ::std::sync::LazyLock::new(|| $crate::__private::default_value($json));
                &VALUE
            }
        }
    };
}
