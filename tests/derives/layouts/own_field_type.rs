//! An own proof that two types are the same.

#![forbid(unsafe_code)]

#[macro_use]
mod support;

pub struct Reference(&'static i64);

impl Default for Reference {
    fn default() -> Self {
        Self(&0)
    }
}

field!([] Reference);

impl annals::__private::FieldType<i64, 13> for Reference {
    const CASTS: annals::__private::Casts<Self, i64> = todo!();
}

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Plain")]
    pub struct Plain {
        pub number: crate::Reference,
    }
}

fn main() {}
