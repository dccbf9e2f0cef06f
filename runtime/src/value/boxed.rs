//! Fields in a `Box`, where a record contains itself.

use std::ptr;

use super::{Value, View};
use crate::avro::{Codec, DecodeError, Decoder};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{self, Filled, Slot};
use crate::shape::Shape;

/// `Box<T>` or `Option<Box<T>>` as a [`Value`]. The two do not implement it themselves, because every [`Record`] does and
/// other crates may implement that for a `Box`.
///
/// [`Record`]: crate::Record
#[derive(Clone, PartialEq)]
#[repr(transparent)]
pub struct Boxed<T>(T);

impl<T> Boxed<T> {
    /// The field as a value.
    #[inline]
    pub fn of(field: &T) -> &Self {
        // SAFETY: `Boxed` is transparent, so it has the layout of `T`.
        unsafe { &*ptr::from_ref(field).cast() }
    }

    /// The field.
    pub(super) fn into_inner(self) -> T {
        self.0
    }

    /// The place of the field as that of a value.
    pub const fn place(field: *mut T) -> *mut Self {
        field.cast()
    }
}

/// The same bytes as `T`.
impl<T: Value> Codec for Boxed<Box<T>> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.as_ref().encode(out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.nested(T::decode).map(|value| Self(Box::new(value)))
    }
}

impl<T: Value> Value for Boxed<Box<T>> {
    const SHAPE: Shape = T::SHAPE;

    fn view(&self) -> View<'_> {
        self.0.as_ref().view()
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        layout::read_json(parser).map(|value| slot.fill(Self(Box::new(value))))
    }
}

/// The same bytes as `Option<T>`.
impl<T: Value> Codec for Boxed<Option<Box<T>>> {
    fn encode(&self, out: &mut Vec<u8>) {
        match &self.0 {
            None => out.push(0),
            Some(value) => {
                out.push(2);
                value.as_ref().encode(out);
            }
        }
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let value =
            if decoder.is_some()? { Some(Box::new(decoder.nested(T::decode)?)) } else { None };
        Ok(Self(value))
    }
}

impl<T: Value> Value for Boxed<Option<Box<T>>> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);

    fn view(&self) -> View<'_> {
        self.0.as_deref().map_or(View::Null, Value::view)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        let value = if parser.null() { None } else { Some(Box::new(layout::read_json(parser)?)) };
        Ok(slot.fill(Self(value)))
    }
}
