//! An error type that is not an error.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED)]
fn welcome(_: &PersonJoined, _: &Metadata) -> Result<(), u8> {
    Err(1)
}

fn main() {}
