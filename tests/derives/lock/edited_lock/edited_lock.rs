//! A lock that was edited together with the type.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub id: i64,
}

fn main() {}
