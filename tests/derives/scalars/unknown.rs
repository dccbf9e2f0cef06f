//! A scalar that the catalog does not have.

#[derive(annals::Scalar)]
#[annals(scalar = "usage_key")]
pub struct UsageKey(String);

fn main() {}
