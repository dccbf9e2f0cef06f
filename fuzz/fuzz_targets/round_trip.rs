//! Any value of a few events goes through Avro and JSON unchanged.

#![no_main]

use annals::Record;
use annals::sample::generate;
use libfuzzer_sys::fuzz_target;
use openedx_events::learning;

fuzz_target!(|data: &[u8]| {
    both_ways::<learning::CourseEnrollmentCreated>(data);
    both_ways::<learning::CourseNotificationRequested>(data);
    both_ways::<learning::PersistentGradeSummaryChanged>(data);
});

fn both_ways<T: Record + PartialEq + std::fmt::Debug>(data: &[u8]) {
    let value: T = generate(data);
    assert_eq!(T::from_avro(&value.to_avro()).as_ref(), Ok(&value));
    let json = value.to_json().expect("it has no number without JSON form");
    assert_eq!(T::from_json_str(&json).as_ref(), Ok(&value));
}
