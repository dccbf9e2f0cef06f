//! Two types whose spellings differ only in white space.

#![forbid(unsafe_code)]

use std::marker::PhantomData;

#[macro_use]
mod support;

pub trait Name {}

#[allow(non_camel_case_types)]
pub struct dynName;

pub struct Wrapper<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Default for Wrapper<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

field!([T: ?Sized + 'static] Wrapper<T>);

pub mod shop {
    use crate::{Name, Wrapper, dynName};

    #[derive(annals::Record)]
    #[annals(record = "shop.Generic")]
    pub struct Generic {
        pub value: Wrapper<dyn Name>,
    }
}

fn main() {}
