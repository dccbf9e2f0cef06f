//! A lock of another edition: one error for two types.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub id: i64,
}

#[derive(annals::Event)]
#[annals(event = "org.shop.person.joined.v1")]
pub struct PersonJoined {
    pub id: i64,
}

fn main() {}
