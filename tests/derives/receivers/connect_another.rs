//! A receiver connected to another event's signal.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonLeft};

fn welcome(_: &PersonLeft, _: &Metadata) {}

fn main() {
    PERSON_JOINED.connect(welcome);
}
