//! Values of a few events round-trip through Avro and JSON.

#![no_main]

use annals::Record;
use annals::sample::generate;
use constructs::things;
use libfuzzer_sys::fuzz_target;
use openedx_events::learning;

fuzz_target!(|data: &[u8]| {
    round_trip::<learning::CourseEnrollmentCreated>(data);
    round_trip::<learning::CourseNotificationRequested>(data);
    round_trip::<learning::PersistentGradeSummaryChanged>(data);
    round_trip::<things::ThingChanged>(data);
    round_trip::<things::ThingsChanged>(data);
});

fn round_trip<T: Record + PartialEq + std::fmt::Debug>(data: &[u8]) {
    let value: T = generate(data);
    let avro = value.to_avro();
    let again = T::from_avro(&avro).expect("our own Avro is valid");
    // Only in JSON can a field be absent or null.
    assert!(again == value || again.to_avro() == avro);
    let json = value.to_json().expect("the value has no NaN or infinity");
    assert_eq!(T::from_json_str(&json).as_ref(), Ok(&value));
}
