//! An unknown key.

#[derive(annals::Record)]
#[annals(record = "shop.Person", version = "1")]
pub struct Person {
    pub id: i64,
}

fn main() {}
