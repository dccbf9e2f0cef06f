//! A type that no catalog can have.

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Address")]
    pub struct Address {
        pub city: ::std::string::String,
    }

    #[derive(annals::Record)]
    #[annals(record = "shop.Order")]
    pub struct Order {
        pub id: i64,
        pub lines: std::collections::HashMap<u8, u8>,
        pub to: crate::shop::Address,
    }
}

fn main() {}
