//! A field that the event has not.

mod shop;

use shop::{PERSON_LEFT, PersonLeft};

fn main() {
    PERSON_LEFT.send(PersonLeft { id: 7, name: "Ada".to_owned() });
}
