//! Values of a few events round-trip through Avro and JSON.

#![no_main]

use annals::Record;
use annals::sample::generate;
use libfuzzer_sys::fuzz_target;
use openedx_events::learning;

fuzz_target!(|data: &[u8]| {
    round_trip::<learning::CourseEnrollmentCreated>(data);
    round_trip::<learning::CourseNotificationRequested>(data);
    round_trip::<learning::PersistentGradeSummaryChanged>(data);
});

fn round_trip<T: Record + PartialEq + std::fmt::Debug>(data: &[u8]) {
    let value: T = generate(data);
    assert_eq!(T::from_avro(&value.to_avro()).as_ref(), Ok(&value));
    let json = value.to_json().expect("the value has no NaN or infinity");
    assert_eq!(T::from_json_str(&json).as_ref(), Ok(&value));
}
