//! Without a signal, and what it receives is no event.

mod shop;

use annals::Metadata;

#[annals::receiver]
fn count(_: &i64, _: &Metadata) {}

fn main() {}
