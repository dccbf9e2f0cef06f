//! An async test without a runtime.

#[annals::test]
async fn leaves() {}

fn main() {}
