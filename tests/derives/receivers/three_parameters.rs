//! A receiver with three parameters.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED)]
fn welcome(_: &PersonJoined, _: &Metadata, _: &str) {}

fn main() {}
