//! A field that another macro adds after the derive.

#![forbid(unsafe_code)]

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Optional")]
    #[annals_derive_tests::replace("pub number", "pub text: String, pub number")]
    pub struct Optional {
        pub number: ::core::option::Option<i64>,
    }
}

fn main() {}
