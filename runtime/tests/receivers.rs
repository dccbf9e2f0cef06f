//! Are functions with the attribute connected without any call?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]
#![forbid(unsafe_code)]

mod events;

use std::sync::Mutex;

use annals::{AnyEvent, Error, Event, Metadata, registry};
use events::{NOTE_WRITTEN, NoteWritten, PING_SENT, PingSent, note};

static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn log(word: &str) {
    LOG.lock().unwrap().push(word.to_owned());
}

#[annals::receiver(PING_SENT)]
fn zebra(event: &PingSent, _: &Metadata) {
    log(&format!("zebra {}", event.number));
}

#[annals::receiver(PING_SENT, dispatch_uid = "ape")]
pub fn ape(event: &PingSent, metadata: &Metadata) -> Result<(), Error> {
    log(&format!("ape {} {}", event.number, metadata.event_type()));
    Ok(())
}

#[annals::receiver(PING_SENT, NOTE_WRITTEN)]
fn generic<E: Event>(_: &E, metadata: &Metadata) {
    log(&format!("generic {} {}", E::DESCRIPTOR.name, metadata.minorversion()));
}

#[annals::receiver(PING_SENT, NOTE_WRITTEN)]
fn whatever(event: &dyn AnyEvent, _: &Metadata) {
    log(&format!("whatever {}", event.to_json().unwrap()));
}

#[test]
fn functions_are_connected_in_the_order_of_their_paths() {
    let late = PING_SENT.connect(|_, _| log("connected"));
    let same = annals::signal::Options::new().dispatch_uid("ape");
    assert!(!PING_SENT.connect_with(same, |_, _| log("never")).is_new());
    let responses = PING_SENT.send(PingSent { number: 3 });
    let logged = std::mem::take(&mut *LOG.lock().unwrap());
    let expected = [
        "ape 3 test.learning.ping.sent.v1",
        "generic PING_SENT 0",
        "whatever {\"number\":3}",
        "zebra 3",
        "connected",
    ];
    assert_eq!(logged, expected);
    assert_eq!(responses.iter().next().unwrap().unwrap(), "receivers::ape");
    late.disconnect();

    let event = registry().get("test.learning.note.written.v1").unwrap();
    assert!(event.send_json(r#"{"text":"hi"}"#).unwrap().is_ok());
    let logged = std::mem::take(&mut *LOG.lock().unwrap());
    assert_eq!(logged, ["generic NOTE_WRITTEN 2", "whatever {\"text\":\"hi\"}"]);
    assert_eq!(NOTE_WRITTEN.send(note("x")).len(), 2);
}

#[test]
fn the_registry_contains_every_event() {
    let types: Vec<_> = registry().iter().map(|event| event.event_type).collect();
    assert_eq!(types, ["test.learning.note.written.v1", "test.learning.ping.sent.v1"]);
    let event = registry().by_name("NOTE_WRITTEN").unwrap();
    assert_eq!((event.minor_version, event.pii, event.added), (2, true, "2024-01-15"));
    assert_eq!((event.source, event.sourcelib), ("test", [1, 0, 0].as_slice()));
    assert_eq!(registry().domain("learning").count(), 2);
    assert_eq!(registry().domain("billing").count(), 0);
    assert_eq!(registry().domains().collect::<Vec<_>>(), ["learning"]);

    let refused = event.send_json(r#"{"txt":"hi"}"#).unwrap_err();
    assert!(refused.to_string().contains("txt"), "{refused}");
    let read = event.read_json(r#"{"text":"hi"}"#).unwrap();
    assert!(*read.downcast_ref::<NoteWritten>().unwrap() == note("hi"));
    assert!(read.downcast_ref::<PingSent>().is_none());
}
