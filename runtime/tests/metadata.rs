//! Is metadata created, printed and parsed as in the Python library?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]

mod events;

use std::time::{Duration, SystemTime};

use annals::metadata::InvalidMetadata;
use annals::{Event, Metadata, serde_json};
use events::NoteWritten;

/// Printed by the Python library.
const PRINTED: [&str; 2] = [
    r#"{"event_type": "org.openedx.learning.student.registration.completed.v1", "id": "7a2fb60c-66a8-11ee-8c99-0242ac120002", "minorversion": 3, "source": "openedx/lms/web", "sourcehost": "lms.example.com", "time": "2024-02-29T12:30:45.123456+00:00", "sourcelib": [11, 2, 0]}"#,
    r#"{"event_type": "org.openedx.content_authoring.xblock.published.v1", "id": "00000000-0000-1000-8000-00805f9b34fb", "minorversion": 0, "source": "openedx/SERVICE_NAME_UNSET/web", "sourcehost": "studio-1", "time": "2023-12-31T23:59:59+00:00", "sourcelib": [0, 10, 0]}"#,
];

#[test]
fn printing_and_parsing_round_trip() {
    for text in PRINTED {
        let metadata = Metadata::from_json(text).unwrap();
        assert_eq!(metadata.to_json(), text);
    }
    let metadata = Metadata::from_json(PRINTED[0]).unwrap();
    assert_eq!(metadata.minorversion(), 3);
    assert_eq!(metadata.sourcelib(), [11, 2, 0]);
    assert_eq!(metadata.time().to_string(), "2024-02-29T12:30:45.123456+00:00");
}

#[test]
fn all_but_the_minor_version_are_required() {
    let full: serde_json::Value = serde_json::from_str(PRINTED[0]).unwrap();
    for key in ["event_type", "id", "source", "sourcehost", "time", "sourcelib"] {
        let mut object = full.clone();
        object.as_object_mut().unwrap().remove(key);
        let refused = Metadata::from_json(&object.to_string());
        assert_eq!(refused, Err(InvalidMetadata::Missing(key)));
    }
    let mut object = full;
    object.as_object_mut().unwrap().remove("minorversion");
    object["specversion"] = "1.0".into();
    assert_eq!(Metadata::from_json(&object.to_string()).unwrap().minorversion(), 0);
}

#[test]
fn the_time_is_in_utc() {
    let with = |time: &str| PRINTED[1].replace("2023-12-31T23:59:59+00:00", time);
    let read = Metadata::from_json(&with("2023-12-31T23:59:59Z")).unwrap();
    assert_eq!(read.to_json(), PRINTED[1]);
    for time in ["2023-12-31T23:59:59", "2024-01-01T00:59:59+01:00"] {
        assert_eq!(Metadata::from_json(&with(time)), Err(InvalidMetadata::NotUtc), "{time}");
    }
    for time in ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999999+00:00"] {
        let read = Metadata::from_json(&with(time)).unwrap();
        assert_eq!(read.time().to_string(), time);
    }
}

#[test]
fn errors_name_the_key_and_the_expected_type() {
    let cases = [
        (
            "\"id\": \"7a2fb60c-66a8-11ee-8c99-0242ac120002\"",
            "\"id\": \"7a2f\"",
            "`id` must be a UUID",
        ),
        ("\"minorversion\": 3", "\"minorversion\": \"3\"", "`minorversion` must be a whole number"),
        ("[11, 2, 0]", "[11, \"2\"]", "`sourcelib` must be a list of whole numbers"),
        ("\"openedx/lms/web\"", "null", "`source` must be text"),
        ("{", "", "metadata must be a JSON object"),
    ];
    for (from, to, message) in cases {
        let refused = Metadata::from_json(&PRINTED[0].replace(from, to)).unwrap_err();
        assert_eq!(refused.to_string(), message);
    }
}

#[test]
fn text_is_escaped_as_python_does() {
    let odd = "\"\\\n\r\t\u{8}\u{c}\u{1}\u{7f}é€𝄞/";
    let text = Metadata::from_json(PRINTED[1]).unwrap().with_sourcehost(odd).to_json();
    let printed = r#""sourcehost": "\"\\\n\r\t\b\f\u0001\u007f\u00e9\u20ac\ud834\udd1e/""#;
    assert!(text.contains(printed), "{text}");
    assert_eq!(Metadata::from_json(&text).unwrap().sourcehost(), odd);
}

#[test]
fn metadata_has_defaults() {
    let before = SystemTime::now();
    let first = Metadata::of::<NoteWritten>();
    let second = Metadata::new(NoteWritten::DESCRIPTOR);
    assert_eq!(first.event_type(), "test.learning.note.written.v1");
    assert_eq!(first.minorversion(), 2);
    assert_eq!(first.sourcelib(), [1, 0, 0]);
    assert!(first.source().starts_with("test/") && first.source().ends_with("/web"));
    assert_eq!(first.id().get_version_num(), 1);
    assert_ne!(first.id(), second.id());
    assert!(!first.sourcehost().is_empty());
    let age = SystemTime::try_from(first.time()).unwrap() + Duration::from_micros(1);
    assert!(age.duration_since(before).unwrap() < Duration::from_secs(60), "{age:?}");
    assert_eq!(Metadata::from_json(&first.to_json()), Ok(first));
}
