//! A field of another type.

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Address")]
    pub struct Address {
        pub city: ::std::string::String,
    }

    #[derive(annals::Record)]
    #[annals(record = "shop.Order")]
    pub struct Order {
        pub id: i32,
        pub lines: ::std::vec::Vec<i32>,
        pub to: crate::shop::Address,
    }
}

fn main() {}
