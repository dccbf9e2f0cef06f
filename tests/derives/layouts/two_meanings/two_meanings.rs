//! A type whose spelling means two types: one in the struct, another in the derive's output.

#![forbid(unsafe_code)]
#![allow(unused_braces)]

#[macro_use]
#[path = "../support/mod.rs"]
mod support;

#[derive(Default)]
pub struct Line<const LINE: u32>;

field!([const LINE: u32] Line<LINE>);

pub mod shop {
    use crate::Line;

    #[derive(annals::Record)]
    #[annals(record = "shop.Place")]
    pub struct Place {
        pub value: Line<{ line!() }>,
    }
}

fn main() {}
