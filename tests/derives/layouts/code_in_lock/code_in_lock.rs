//! A lock whose type contains code, which runs when the program starts.

#![forbid(unsafe_code)]

pub trait First {
    type Item;
}

impl First for [i64; 1] {
    type Item = i64;
}

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Plain")]
    pub struct Plain {
        pub number: i64,
    }
}

fn main() {}
