//! Values that count how many of them there are.

use std::cell::Cell;

use annals::__private::{Filled, Parser, Slot, read_json};
use annals::avro::{Codec, Decoder};
use annals::{DecodeError, JsonError, Shape, Value, View};

thread_local! {
    pub static ALIVE: Cell<i64> = const { Cell::new(0) };
}

/// Counts its instances.
#[derive(Debug, PartialEq)]
pub struct Counted(Box<i64>);

impl Counted {
    /// One more.
    pub fn new(number: i64) -> Self {
        ALIVE.set(ALIVE.get() + 1);
        Self(Box::new(number))
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::new(*self.0)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

impl Codec for Counted {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.long().map(Self::new)
    }
}

impl Value for Counted {
    const SHAPE: Shape = Shape::Long;

    fn view(&self) -> View<'_> {
        View::Int(*self.0)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        let number = read_json(parser)?;
        Ok(slot.fill(Self::new(number)))
    }
}
