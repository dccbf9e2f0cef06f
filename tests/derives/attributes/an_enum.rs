//! `Record` derived for an enum.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub enum Person {
    Id(i64),
}

fn main() {}
