//! A field that the event does not have.

mod shop;

use shop::{PERSON_LEFT, PersonLeft};

fn main() {
    PERSON_LEFT.send(PersonLeft { id: 7, name: "Ada".to_owned() });
}
