//! A receiver that takes the event by value.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED)]
fn welcome(event: PersonJoined, _: &Metadata) {
    drop(event);
}

fn main() {}
