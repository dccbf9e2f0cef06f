//! Values for `proptest`.

use std::fmt::Debug;

use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::strategy::Strategy;

use super::generate;
use crate::record::Record;

/// A strategy for values of an event or a record.
pub fn strategy<T: Record + Debug>() -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..512).prop_map(|bytes| generate(&bytes))
}
