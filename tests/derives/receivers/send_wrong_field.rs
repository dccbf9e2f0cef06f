//! A field of another type.

mod shop;

use shop::{PERSON_LEFT, PersonLeft};

fn main() {
    PERSON_LEFT.send(PersonLeft { id: "7" });
}
