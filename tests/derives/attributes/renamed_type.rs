//! A type with another name than in the catalog.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Human {
    pub id: i64,
}

fn main() {}
