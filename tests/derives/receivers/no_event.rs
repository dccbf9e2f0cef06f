//! A receiver without a signal whose first parameter is not an event.

mod shop;

use annals::Metadata;

#[annals::receiver]
fn count(_: &i64, _: &Metadata) {}

fn main() {}
