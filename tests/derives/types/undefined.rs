//! A type that does not exist.

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Address")]
    pub struct Address {
        pub city: ::std::string::String,
    }

    #[derive(annals::Record)]
    #[annals(record = "shop.Order")]
    pub struct Order {
        pub id: Identifier,
        pub lines: ::std::vec::Vec<i32>,
        pub to: crate::shop::Address,
    }
}

fn main() {}
