//! A receiver of any event without the second parameter.

mod shop;

use annals::AnyEvent;
use shop::PERSON_JOINED;

#[annals::receiver(PERSON_JOINED)]
fn audit(_: &dyn AnyEvent) {}

fn main() {}
