//! A field whose type another macro changes after the derive.

#![forbid(unsafe_code)]

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Optional")]
    #[annals_derive_tests::replace("i64", "String")]
    pub struct Optional {
        pub number: ::core::option::Option<i64>,
    }
}

fn main() {}
