//! A receiver without the second parameter.

mod shop;

use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED)]
fn welcome(_: &PersonJoined) {}

fn main() {}
