//! A signal that does not exist.

mod shop;

use annals::Metadata;
use shop::PersonJoined;

#[annals::receiver(shop::PERSON_JOIN)]
fn welcome(_: &PersonJoined, _: &Metadata) {}

fn main() {}
