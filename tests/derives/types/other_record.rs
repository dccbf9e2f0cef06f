//! Another record, and one that is optional only in Rust.

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Address")]
    pub struct Address {
        pub city: ::std::string::String,
    }

    #[derive(Clone, PartialEq)]
    pub struct Other;

    #[derive(annals::Record)]
    #[annals(record = "shop.Order")]
    pub struct Order {
        pub id: Option<i64>,
        pub lines: ::std::vec::Vec<i32>,
        pub to: Other,
    }
}

fn main() {}
