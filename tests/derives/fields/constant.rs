//! A constant is not in the struct.

#[derive(annals::Record)]
#[annals(record = "shop.Tag")]
pub struct Tag {
    pub kind: String,
    pub id: i64,
}

fn main() {}
