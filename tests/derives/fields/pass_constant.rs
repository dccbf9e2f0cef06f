//! A struct without the constant of its record.

#[derive(annals::Record)]
#[annals(record = "shop.Tag")]
pub struct Tag {
    pub id: i64,
}

fn main() {
    assert_eq!(annals::json::to_string(&Tag { id: 7 }), Ok(r#"{"kind":"tag","id":7}"#.to_owned()));
}
