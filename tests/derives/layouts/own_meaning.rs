//! A type whose spelling means two types: one in the struct, another in a call of the macro of the derives.

#![forbid(unsafe_code)]
#![allow(unused_braces)]

#[macro_use]
mod support;

#[derive(Default)]
pub struct Line<const LINE: u32>;

field!([const LINE: u32] Line<LINE>);

pub struct Place {
    pub value: Line<{ line!() }>,
}

annals::__record!(Place, "shop.Place", [], 1, [value: [Line<{ line!() }>] ("value", "long") {},]);

fn main() {}
