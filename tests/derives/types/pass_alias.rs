//! Aliases and other spellings of the same types.

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Address")]
    pub struct Address {
        pub city: ::std::string::String,
    }

    type Identifier = i64;

    #[derive(annals::Record)]
    #[annals(record = "shop.Order")]
    pub struct Order {
        pub id: Identifier,
        pub lines: Vec<i32>,
        pub to: super::shop::Address,
    }
}

fn main() {
    let order = shop::Order { id: 5, lines: Vec::new(), to: shop::Address { city: "Brno".to_owned() } };
    let text = annals::json::to_string(&order).expect("it has no infinity");
    assert_eq!(text, r#"{"id":5,"lines":[],"to":{"city":"Brno"}}"#);
    for text in [text.as_str(), r#"{"id":5,"to":{"city":"Brno"}}"#] {
        assert!(annals::json::from_str::<shop::Order>(text).is_ok_and(|read| read == order));
    }
}
