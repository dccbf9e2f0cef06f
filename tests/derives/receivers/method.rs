//! A method.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonJoined};

struct Mailer;

impl Mailer {
    #[annals::receiver(PERSON_JOINED)]
    fn welcome(&self, _: &PersonJoined, _: &Metadata) {}
}

fn main() {}
