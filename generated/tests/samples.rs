//! Every event has an example that converts to Avro and back.

use annals::avro::TranscodeError;
use annals::{Event, Record, serde_json};
use openedx_events::learning::{CourseEnrollmentCreated, CourseEnrollmentData, UserData};

#[test]
fn every_example_round_trips() {
    let mut seen = 0;
    for event in annals::registry().iter() {
        let example = event.record.example.unwrap_or_else(|| panic!("{event:?} has no example"));
        let json: serde_json::Value = serde_json::from_str(example).expect("it is JSON");
        match event.json_to_avro(example) {
            Ok(bytes) => {
                let back = event.avro_to_json(&bytes).expect("our own Avro is valid");
                assert_eq!(serde_json::from_str::<serde_json::Value>(&back).ok(), Some(json));
                seen += 1;
            }
            Err(TranscodeError::LocalOnly(_)) => assert!(event.local_only, "{event:?}"),
            Err(error) => panic!("{event:?}: {error}"),
        }
    }
    assert!(seen > 70, "{seen}");
}

#[test]
fn samples_are_the_examples_of_the_schemas() {
    let event = CourseEnrollmentCreated::sample();
    let schema: serde_json::Value =
        serde_json::from_str(CourseEnrollmentCreated::DESCRIPTOR.json_schema).expect("it is JSON");
    assert_eq!(event.to_json_value().as_ref(), Ok(&schema["examples"][0]));
    assert_eq!(event.enrollment, CourseEnrollmentData::sample());
    assert_eq!(event.enrollment.user, UserData::sample());
}
