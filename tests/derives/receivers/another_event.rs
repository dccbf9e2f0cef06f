//! A receiver of another event than its signal's.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonLeft};

#[annals::receiver(PERSON_JOINED)]
fn welcome(event: &PersonLeft, _: &Metadata) {
    let _ = event.id;
}

fn main() {}
