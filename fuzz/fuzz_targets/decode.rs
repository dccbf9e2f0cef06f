//! Any bytes as Avro of a few events, which have every kind of field.

#![no_main]

use annals::Record;
use constructs::things;
use libfuzzer_sys::fuzz_target;
use openedx_events::{analytics, authz, content_authoring, enterprise, learning};

fuzz_target!(|data: &[u8]| {
    let Some((&kind, bytes)) = data.split_first() else { return };
    match kind % 10 {
        0 => read::<learning::CourseEnrollmentCreated>(bytes),
        1 => read::<learning::CourseNotificationRequested>(bytes),
        2 => read::<learning::PersistentGradeSummaryChanged>(bytes),
        3 => read::<learning::CoursePassingStatusUpdated>(bytes),
        4 => read::<content_authoring::CourseCertificateConfigChanged>(bytes),
        5 => read::<content_authoring::LibraryBlockCreated>(bytes),
        6 => read::<enterprise::SubsidyRedeemed>(bytes),
        7 => {
            read::<analytics::TrackingLogData>(bytes);
            read::<authz::RoleAssignmentData>(bytes);
        }
        8 => read::<things::ThingChanged>(bytes),
        _ => read::<things::ThingsChanged>(bytes),
    }
});

fn read<T: Record>(bytes: &[u8]) {
    if let Ok(value) = T::from_avro(bytes) {
        let written = value.to_avro();
        let again = T::from_avro(&written).expect("our own Avro is valid");
        assert_eq!(again.to_avro(), written);
    }
}
