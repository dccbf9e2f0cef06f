//! Can events be converted and sent without knowing their type?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]
#![forbid(unsafe_code)]

mod events;

use std::sync::{Arc, Mutex};

use annals::avro::TranscodeError;
use annals::{Metadata, registry};
use events::{NoteWritten, note};

/// Never sent over a bus.
#[derive(annals::Event)]
#[annals(event = "test.learning.note.seen.v1")]
pub struct NoteSeen {
    pub number: i64,
}

#[test]
fn an_event_of_unknown_type_survives_a_round_trip() {
    let event = registry().by_name("NOTE_WRITTEN").unwrap();
    let bytes = [8, b'M', b'a', b'y', b'a'];
    let read = event.read_avro(&bytes).unwrap();
    assert!(*read.downcast_ref::<NoteWritten>().unwrap() == note("Maya"));
    assert_eq!(read.to_json().unwrap(), r#"{"text":"Maya"}"#);
    assert_eq!(read.to_avro().unwrap(), bytes);
    let mut buffer = vec![1];
    read.encode_avro(&mut buffer).unwrap();
    assert_eq!(buffer, [1, 8, b'M', b'a', b'y', b'a']);

    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let connection = event.connect(move |event, metadata| -> Result<(), TranscodeError> {
        sink.lock().unwrap().push((metadata.clone(), event.to_avro()?));
        Ok(())
    });
    let given = Metadata::of::<NoteWritten>().with_source("elsewhere");
    assert_eq!(event.send_avro_with(&given, &bytes).unwrap().len(), 1);
    assert!(event.send_avro(&bytes).unwrap().is_ok());
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(seen[0], (given.clone(), bytes.to_vec()));
    assert_eq!(seen[1].0.event_type(), "test.learning.note.written.v1");
    assert!(seen[1].0.id() != given.id() && connection.disconnect());

    let refused = event.send_avro(&bytes[..3]).unwrap_err();
    assert_eq!(refused.to_string(), "text: unexpected end of input (byte 0)");
}

#[test]
fn a_local_event_has_no_avro_form() {
    let event = registry().by_name("NOTE_SEEN").unwrap();
    let refused = |outcome: Result<(), TranscodeError>| {
        assert_eq!(outcome, Err(TranscodeError::LocalOnly("test.learning.note.seen.v1")));
    };
    refused(event.read_avro(&[2]).map(drop));
    refused(event.send_avro(&[2]).map(drop));
    let read = event.read_json(r#"{"number":1}"#).unwrap();
    let mut buffer = vec![7];
    refused(read.encode_avro(&mut buffer));
    refused(read.to_avro().map(drop));
    assert_eq!(buffer, [7]);
}
