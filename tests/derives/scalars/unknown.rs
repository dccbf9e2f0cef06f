//! A scalar that is not in the catalog.

#[derive(Clone, PartialEq, annals::Scalar)]
#[annals(scalar = "usage_key")]
pub struct UsageKey(String);

fn main() {}
