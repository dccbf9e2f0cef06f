//! A receiver of any event that returns a number.

mod shop;

use annals::{AnyEvent, Metadata};
use shop::PERSON_JOINED;

#[annals::receiver(PERSON_JOINED)]
fn audit(_: &dyn AnyEvent, _: &Metadata) -> u8 {
    1
}

fn main() {}
