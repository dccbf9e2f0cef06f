//! No variant for unknown cases.

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

    #[derive(Clone, PartialEq, annals::Variant)]
    #[annals(variant = "shop.Id")]
    pub enum Id {
        Number(i64),
        Text(String),
    }

    #[derive(Clone, PartialEq, annals::Variant)]
    #[annals(variant = "shop.Change")]
    pub enum Change {
        Opened(Opened),
        Closed(Box<Closed>),
    }
}

fn main() {}
