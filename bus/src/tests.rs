//! Tests that replace what the crate waits for.

pub(crate) mod simulator;
