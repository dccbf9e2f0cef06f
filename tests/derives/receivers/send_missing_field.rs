//! A missing field.

mod shop;

use shop::{PERSON_JOINED, PersonJoined};

fn main() {
    PERSON_JOINED.send(PersonJoined { id: 7 });
}
