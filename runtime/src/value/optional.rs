//! Fields that may be absent.

use std::marker::PhantomData;
use std::ptr;

use super::boxed::Boxed;
use super::{Value, View};
use crate::avro::{Codec, DecodeError, Decoder};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{self, Filled, Slot};
use crate::shape::Shape;

/// `Option<T>` as a [`Value`] whose `None` is absent in JSON, and not null.
pub type Optional<T> = OptionalAs<T, Itself>;

/// `Option<Box<T>>` or `Option<Option<Box<T>>>` as an [`Optional`].
pub type OptionalBoxed<T> = OptionalAs<T, InBox>;

/// An optional field; `H` says how its value is held.
#[derive(Clone, PartialEq)]
#[repr(transparent)]
pub struct OptionalAs<T, H>(T, PhantomData<H>);

/// How `T` holds a value.
pub trait Hold<T>: Clone + PartialEq + 'static {
    /// The value.
    type Value: Value;

    /// Refers to the value.
    fn of(held: &T) -> &Self::Value;

    /// Holds a value.
    fn hold(value: Self::Value) -> T;
}

/// `T` is the value.
#[derive(Clone, PartialEq)]
pub struct Itself;

impl<T: Value> Hold<T> for Itself {
    type Value = T;

    fn of(held: &T) -> &T {
        held
    }

    fn hold(value: T) -> T {
        value
    }
}

/// `T` is the value in a `Box`, or null.
#[derive(Clone, PartialEq)]
pub struct InBox;

impl<T> Hold<T> for InBox
where
    Boxed<T>: Value,
{
    type Value = Boxed<T>;

    fn of(held: &T) -> &Boxed<T> {
        Boxed::of(held)
    }

    fn hold(value: Boxed<T>) -> T {
        value.into_inner()
    }
}

impl<T, H> OptionalAs<T, H> {
    /// The field as a value.
    #[inline]
    pub fn of(field: &T) -> &Self {
        // SAFETY: `OptionalAs` is transparent, so it has the layout of `T`.
        unsafe { &*ptr::from_ref(field).cast() }
    }

    /// The place of the field as that of a value.
    pub const fn place(field: *mut T) -> *mut Self {
        field.cast()
    }
}

impl<T, H: Hold<T>> OptionalAs<Option<T>, H> {
    /// Whether the value itself can be null. Avro cannot distinguish that from an absent one, so there is one union for
    /// both.
    const NULLABLE: bool = matches!(<H::Value as Value>::SHAPE, Shape::Nullable(_));

    fn some(value: H::Value) -> Self {
        Self(Some(H::hold(value)), PhantomData)
    }
}

/// A union of null and the value. Null is read as the null of a nullable type, and otherwise as absent.
impl<T: 'static, H: Hold<T>> Codec for OptionalAs<Option<T>, H> {
    fn encode(&self, out: &mut Vec<u8>) {
        match &self.0 {
            None => out.push(0),
            Some(value) if Self::NULLABLE => H::of(value).encode(out),
            Some(value) => H::of(value).encode_some(out),
        }
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if Self::NULLABLE {
            return H::Value::decode(decoder).map(Self::some);
        }
        let value = H::Value::decode_nullable(decoder)?;
        Ok(value.map_or(Self(None, PhantomData), Self::some))
    }
}

impl<T: Clone + PartialEq + 'static, H: Hold<T>> Value for OptionalAs<Option<T>, H> {
    const SHAPE: Shape = Shape::Optional(&<H::Value as Value>::SHAPE);

    fn view(&self) -> View<'_> {
        self.0.as_ref().map_or(View::Absent, |value| H::of(value).view())
    }

    /// The end of the text is an absent value.
    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        if parser.is_finished() {
            return Ok(slot.fill(Self(None, PhantomData)));
        }
        layout::read_json(parser).map(|value| slot.fill(Self::some(value)))
    }
}
