//! A struct instead of a function.

mod shop;

use shop::PERSON_JOINED;

#[annals::receiver(PERSON_JOINED)]
struct Welcome;

fn main() {
    let _ = Welcome;
}
