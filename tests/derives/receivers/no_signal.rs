//! What it names is not a signal, but the event's type.

mod shop;

use annals::Metadata;
use shop::PersonJoined;

#[annals::receiver(PersonJoined)]
fn welcome(_: &PersonJoined, _: &Metadata) {}

fn main() {}
