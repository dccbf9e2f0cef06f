//! A description that is made by hand.

#![forbid(unsafe_code)]

use annals::RecordDescription;

pub const EMPTY: RecordDescription = RecordDescription::new::<i64>("shop.Plain", &[], None);

fn main() {
    annals::FieldDescription::of::<i64, i64>("number", "long", std::ptr::null_mut(), std::ptr::null_mut());
}
