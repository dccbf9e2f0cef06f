//! A type that is called something else.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Human {
    pub id: i64,
}

fn main() {}
