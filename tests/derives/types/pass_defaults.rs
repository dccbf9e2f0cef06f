//! Defaults of every kind, limits, and a record that contains itself.

use std::collections::BTreeMap;

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Node")]
    pub struct Node {
        pub next: ::core::option::Option<::std::boxed::Box<crate::shop::Node>>,
    }

    #[derive(annals::Record)]
    #[annals(record = "shop.Settings")]
    pub struct Settings {
        pub count: i32,
        pub ratio: f64,
        pub whole: f64,
        pub title: ::std::string::String,
        pub plain: ::std::string::String,
        pub on: bool,
        pub names: ::std::vec::Vec<::std::string::String>,
        pub ages: ::std::collections::BTreeMap<::std::string::String, i64>,
        pub maybe: ::core::option::Option<::std::string::String>,
        pub any: ::annals::Json,
    }
}

fn main() {
    let settings =
        annals::json::from_str::<shop::Settings>("{}").expect("all fields have defaults");
    assert_eq!((settings.count, settings.ratio, settings.whole), (-4, 1.5, 2.0));
    assert_eq!((settings.title.as_str(), settings.plain.as_str()), ("one \"two\"", "plain text"));
    assert!(settings.on && settings.any.is_null() && settings.ages == BTreeMap::new());
    assert_eq!((settings.names.concat(), settings.maybe.as_deref()), ("a".into(), Some("x")));
    for broken in [r#"{"count":11}"#, r#"{"ratio":0.25}"#, r#"{"title":""}"#, r#"{"title":"A"}"#] {
        assert!(annals::json::from_str::<shop::Settings>(broken).is_err(), "{broken}");
    }
    let node = shop::Node { next: Some(Box::new(shop::Node { next: None })) };
    let text = annals::json::to_string(&node).expect("it has no infinity");
    assert_eq!(text, r#"{"next":{"next":null}}"#);
}
