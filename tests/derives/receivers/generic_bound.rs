//! A generic receiver with a bound that the event does not satisfy.

mod shop;

use annals::{Event, Metadata};
use shop::{PERSON_JOINED, PERSON_LEFT, PersonJoined};

trait Named: Event {}

impl Named for PersonJoined {}

#[annals::receiver(PERSON_JOINED, PERSON_LEFT)]
fn audit<E: Named>(_: &E, _: &Metadata) {}

fn main() {}
