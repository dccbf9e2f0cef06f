//! A type that is read as another one.

#![forbid(unsafe_code)]

use annals::avro::{Codec, Decoder};
use annals::__private::{Filled, Parser, Slot};
use annals::{DecodeError, JsonError, Shape, Value, View};

#[derive(Clone, PartialEq)]
pub struct Reference(&'static i64);

impl Codec for Reference {
    fn encode(&self, _: &mut Vec<u8>) {}

    fn decode(_: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self(&0))
    }
}

impl Value for Reference {
    const SHAPE: Shape = Shape::Long;
    const ACCESS: annals::__private::AccessTo<Self> = <i64 as Value>::ACCESS;

    fn view(&self) -> View<'_> {
        View::Int(*self.0)
    }

    fn read_json<'a>(_: &mut Parser<'_>, slot: Slot<'a, Self>) -> Result<Filled<'a, Self>, JsonError> {
        Ok(slot.fill(Self(&0)))
    }
}

fn main() {
    let list: Vec<Reference> = annals::avro::from_slice(&annals::avro::to_vec(&vec![1_i64])).unwrap();
    println!("{}", list[0].0);
}
