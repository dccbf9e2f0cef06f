//! A generic receiver without a signal.

mod shop;

use annals::{Event, Metadata};

#[annals::receiver]
fn audit<E: Event>(_: &E, _: &Metadata) {}

fn main() {}
