//! An event that the catalog does not have.

#[derive(annals::Event)]
#[annals(event = "org.shop.basket.emptied.v1")]
pub struct BasketEmptied {
    pub id: i64,
}

fn main() {}
