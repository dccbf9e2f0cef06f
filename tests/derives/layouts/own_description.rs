//! A description that is made from parts of another one.

#![forbid(unsafe_code)]

use annals::{Record, RecordDescription};

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Other")]
    pub struct Other {
        pub text: String,
    }
}

pub const FORGED: RecordDescription =
    RecordDescription { name: "shop.Plain", ..*shop::Other::DESCRIPTION };

pub const EMPTY: RecordDescription = RecordDescription::new::<i64>("shop.Plain", &[], None);

fn main() {
    annals::FieldDescription::of::<i64, i64>("number", "long", std::ptr::null(), std::ptr::null());
}
