//! A description of nothing that is given the fields of a record.

#![forbid(unsafe_code)]

use annals::{Record, RecordDescription};

pub struct Other {
    pub text: String,
}

annals::__record!(Other, "shop.Other", [], 1, [text: [String] ("text", "string") {},]);

pub static EMPTY: RecordDescription = {
    let mut description = RecordDescription::unreadable::<()>("shop.Other");
    description.fields = <Other as Record>::DESCRIPTION.fields;
    description
};

fn main() {}
