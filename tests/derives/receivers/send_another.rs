//! Another event than the signal's.

mod shop;

use shop::{PERSON_JOINED, PersonLeft};

fn main() {
    PERSON_JOINED.send(PersonLeft { id: 7 });
}
