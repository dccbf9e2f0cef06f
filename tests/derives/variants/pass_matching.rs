//! The cases of the catalog.

mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Opened")]
    pub struct Opened {
        pub by: Id,
    }

    #[derive(annals::Record)]
    #[annals(record = "shop.Closed")]
    pub struct Closed {
        pub before: Option<Change>,
    }

    #[derive(Clone, PartialEq, Debug, annals::Variant)]
    #[annals(variant = "shop.Change")]
    pub enum Change {
        Opened(Opened),
        Closed(Box<Closed>),
        Unknown(annals::UnknownCase<Self>),
    }

    #[derive(Clone, PartialEq, Debug, annals::Variant)]
    #[annals(variant = "shop.Id")]
    pub enum Id {
        Number(i64),
        Text(String),
    }
}

use shop::{Change, Id, Opened};

fn main() {
    let text = r#"{"action":"closed","before":{"action":"opened","by":7}}"#;
    let change: Change = annals::json::from_str(text).expect("it is listed");
    let Change::Closed(closed) = &change else { panic!("it is closed") };
    assert!(closed.before == Some(Opened { by: 7.into() }.into()));
    assert_eq!(annals::json::to_string(&change).ok().as_deref(), Some(text));
    assert!(Id::from("a".to_owned()) == Id::Text("a".to_owned()));
    let unknown: Change = annals::json::from_str(r#"{"action":"moved"}"#).expect("it is open");
    assert!(matches!(&unknown, Change::Unknown(unknown) if unknown.tag() == "moved"));
}
