//! A field whose type another macro changes to a subtype after the derive.

#![forbid(unsafe_code)]

use std::marker::PhantomData;

#[macro_use]
mod support;

pub struct Holder<F>(PhantomData<F>);

impl<F> Default for Holder<F> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

field!([F: 'static] Holder<F>);

/// Holds a function for some numbers.
pub type Narrow = Holder<fn(&'static i64)>;

/// Holds a function for all numbers, which is a function for some of them too.
pub type Wide = Holder<for<'a> fn(&'a i64)>;

pub mod shop {
    use crate::{Narrow, Wide};

    #[derive(annals::Record)]
    #[annals(record = "shop.Subtype")]
    #[annals_derive_tests::replace("Narrow", "Wide")]
    pub struct Subtype {
        pub value: Narrow,
    }

    pub const USED: Option<Narrow> = None;
    pub const USED_TOO: Option<Wide> = None;
}

fn main() {}
