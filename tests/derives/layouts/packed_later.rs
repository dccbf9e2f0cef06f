//! A struct that another macro packs after the derive.

#![forbid(unsafe_code)]

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Optional")]
    #[annals_derive_tests::replace("pub struct", "#[repr(Rust, packed)] pub struct")]
    pub struct Optional {
        pub number: ::core::option::Option<i64>,
    }
}

fn main() {}
