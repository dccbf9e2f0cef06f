//! An unknown key: `enabled` instead of `enable`.

mod shop;

use shop::PERSON_LEFT;

#[annals::test(enabled = [PERSON_LEFT])]
fn leaves() {}

fn main() {}
