//! A case without its value, and one with a name for it.

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "shop.Id")]
pub enum Id {
    Number,
    Text { text: String },
}

fn main() {}
