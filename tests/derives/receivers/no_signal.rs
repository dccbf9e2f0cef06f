//! An event type instead of a signal.

mod shop;

use annals::Metadata;
use shop::PersonJoined;

#[annals::receiver(PersonJoined)]
fn welcome(_: &PersonJoined, _: &Metadata) {}

fn main() {}
