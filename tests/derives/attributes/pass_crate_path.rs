//! The runtime under another name.

extern crate annals as history;

#[derive(history::Record)]
#[annals(record = "shop.Person", crate = "::history")]
pub struct Person {
    pub id: i64,
}

fn main() {
    assert_eq!(format!("{:?}", Person { id: 1 }), "Person { id: 1 }");
}
