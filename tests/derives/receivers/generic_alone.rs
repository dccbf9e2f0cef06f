//! Generic, and no signal to say for which events.

mod shop;

use annals::{Event, Metadata};

#[annals::receiver]
fn audit<E: Event>(_: &E, _: &Metadata) {}

fn main() {}
