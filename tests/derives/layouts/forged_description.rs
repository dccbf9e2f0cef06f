//! A description that is made from another one.

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

fn main() {}
