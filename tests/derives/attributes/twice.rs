//! A duplicate key.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
#[annals(record = "shop.Person")]
pub struct Person {
    pub id: i64,
}

fn main() {}
