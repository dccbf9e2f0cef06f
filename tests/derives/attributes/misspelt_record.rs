//! A misspelt record.

#[derive(annals::Record)]
#[annals(record = "shop.Persona")]
pub struct Person {
    pub id: i64,
}

fn main() {}
