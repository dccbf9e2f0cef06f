//! An event that needs no memory but has an alignment, read without knowing its type.

#![forbid(unsafe_code)]

use annals::avro::{Codec, Decoder};
use annals::__private::{Filled, Parser, Slot};
use annals::{DecodeError, JsonError, Shape, Value, View};

/// Its view is its address modulo its alignment.
#[derive(Clone, PartialEq, Default)]
#[repr(align(64))]
pub struct Empty;

impl Codec for Empty {
    fn encode(&self, _: &mut Vec<u8>) {}

    fn decode(_: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

impl Value for Empty {
    const SHAPE: Shape = Shape::Long;

    fn view(&self) -> View<'_> {
        View::Int((std::ptr::from_ref(self).addr() % align_of::<Self>()) as i64)
    }

    fn read_json<'a>(_: &mut Parser<'_>, slot: Slot<'a, Self>) -> Result<Filled<'a, Self>, JsonError> {
        Ok(slot.fill(Self))
    }
}

pub mod shop {
    use crate::Empty;

    #[derive(annals::Event)]
    #[annals(event = "test.shop.order.placed.v1")]
    pub struct OrderPlaced {
        pub empty: Empty,
    }
}

fn main() {
    assert_eq!(size_of::<shop::OrderPlaced>(), 0);
    let event = annals::registry().get("test.shop.order.placed.v1").unwrap();
    assert_eq!(event.avro_to_json(&[]).unwrap(), r#"{"empty":0}"#);
    let read = event.read_avro(&[]).unwrap();
    assert_eq!(read.to_json().unwrap(), r#"{"empty":0}"#);
}
