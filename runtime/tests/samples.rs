//! Are samples and generated values within their limits, and do they survive a round trip through JSON and Avro?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod common;

use annals::Record;
use annals::sample::{Any, generate, strategy};
use arbitrary::{Arbitrary, Unstructured};
use common::{Everything, User};
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

#[test]
fn without_an_example_a_sample_is_the_smallest_value() {
    assert_eq!(Everything::sample(), generate(&[]));
    let user = User::sample();
    assert_eq!((user.id, user.is_active, user.pii.username.as_str()), (1, false, "a"));
    let everything = Everything::sample();
    assert!(everything.course.as_str().starts_with("course-v1:"));
    assert_eq!((everything.points, everything.people.len()), (None, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_value_goes_both_ways(value in strategy::<Everything>()) {
        prop_assert_eq!(&Everything::from_avro(&value.to_avro()).unwrap(), &value);
        prop_assert_eq!(&Everything::from_json_str(&value.to_json().unwrap()).unwrap(), &value);
    }
}

#[test]
fn arbitrary_generates_many_different_values() {
    let bytes: Vec<u8> =
        (0..20_000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut source = Unstructured::new(&bytes);
    let values: Vec<Everything> =
        (0..40).map(|_| Any::arbitrary(&mut source).unwrap()).map(|Any(value)| value).collect();
    assert!(values.iter().any(|value| !value.people.is_empty()));
    assert!(values.iter().any(|value| value.points.is_some()));
    assert!(values.iter().any(|value| value.at.is_some()));
}
