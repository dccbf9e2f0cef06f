//! The key of another derive.

#[derive(annals::Record)]
#[annals(event = "org.shop.person.joined.v1")]
pub struct Person {
    pub id: i64,
}

fn main() {}
