//! Any bytes as JSON of a few events, which have every kind of field.

#![no_main]

use annals::{Json, Record};
use constructs::things;
use libfuzzer_sys::fuzz_target;
use openedx_events::{analytics, authz, content_authoring, enterprise, learning};

fuzz_target!(|data: &[u8]| {
    let Some((&kind, text)) = data.split_first() else { return };
    match kind % 10 {
        0 => read::<learning::CourseEnrollmentCreated>(text),
        1 => read::<learning::CourseNotificationRequested>(text),
        2 => read::<learning::PersistentGradeSummaryChanged>(text),
        3 => read::<learning::CoursePassingStatusUpdated>(text),
        4 => read::<content_authoring::CourseCertificateConfigChanged>(text),
        5 => read::<content_authoring::LibraryBlockCreated>(text),
        6 => read::<enterprise::SubsidyRedeemed>(text),
        7 => {
            read::<analytics::TrackingLogData>(text);
            read::<authz::RoleAssignmentData>(text);
        }
        8 => read::<things::ThingChanged>(text),
        _ => read::<things::ThingsChanged>(text),
    }
});

fn read<T: Record + PartialEq + std::fmt::Debug>(text: &[u8]) {
    let ours = T::from_json_slice(text);
    let Some(tree) = tree(text) else { return assert!(ours.is_err()) };
    let theirs = T::from_json_value(&tree);
    let Ok(ours) = ours else { return assert!(theirs.is_err()) };
    assert_eq!(theirs.as_ref(), Ok(&ours));
    let written = ours.to_json().expect("JSON has no NaN or infinity");
    assert_eq!(T::from_json_str(&written).as_ref(), Ok(&ours));
    let avro = ours.to_avro();
    let again = T::from_avro(&avro).expect("our own Avro is valid");
    // Only in JSON can a field be absent or null.
    assert!(again == ours || again.to_avro() == avro);
}

/// Any value without duplicate keys.
fn tree(text: &[u8]) -> Option<Json> {
    let ours = annals::json::from_slice::<Json>(text);
    match (ours, serde_json::from_slice::<Json>(text)) {
        (Ok(ours), theirs) => {
            assert_eq!(theirs.expect("serde_json reads it too"), ours);
            Some(ours)
        }
        // serde_json's tree has the last of several values of a key.
        (Err(error), Ok(_)) => {
            assert!(error.reason().starts_with("duplicate key"), "{error}");
            None
        }
        (Err(ours), Err(theirs)) => {
            assert_eq!(ours.to_string(), theirs.to_string());
            None
        }
    }
}
