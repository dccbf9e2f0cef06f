//! A type with the name that the catalog's type has where it is imported.

#![forbid(unsafe_code)]

#[macro_use]
mod support;

#[derive(Default)]
pub struct String;

field!([] String);

pub mod shop {
    use crate::String;

    #[derive(annals::Record)]
    #[annals(record = "shop.Other")]
    pub struct Other {
        pub text: String,
    }
}

fn main() {}
