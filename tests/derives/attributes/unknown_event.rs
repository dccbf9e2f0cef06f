//! An event that is not in the catalog.

#[derive(annals::Event)]
#[annals(event = "org.shop.basket.emptied.v1")]
pub struct BasketEmptied {
    pub id: i64,
}

fn main() {}
