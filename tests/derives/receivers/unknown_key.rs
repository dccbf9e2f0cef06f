//! An unknown key: `uid` instead of `dispatch_uid`.

mod shop;

use annals::Metadata;
use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED, uid = "welcome")]
fn welcome(_: &PersonJoined, _: &Metadata) {}

fn main() {}
