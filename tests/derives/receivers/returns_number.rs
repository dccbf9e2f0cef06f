//! A receiver that returns a number.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED)]
fn welcome(_: &PersonJoined, _: &Metadata) -> u8 {
    1
}

fn main() {}
