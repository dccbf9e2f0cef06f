//! A generic struct.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person<T> {
    pub id: T,
}

fn main() {}
