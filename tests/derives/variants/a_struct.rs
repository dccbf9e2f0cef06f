//! `Variant` derived for a struct.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub struct Id {
    text: String,
}

fn main() {}
