//! Is a failure logged with its cause, and without the event's data?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use annals::signal::Options;
use annals::{Error, Signal};
use events::{NOTE_WRITTEN, PING_SENT, PingSent, note};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps every field of every event, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut log = self.clone();
        log.0.lock().unwrap().push(format!("level = {}", event.metadata().level()));
        event.record(&mut log);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.lock().unwrap().push(format!("{field} = {value:?}"));
    }
}

/// An error whose `Display` panics.
#[derive(Debug)]
struct Mute;

impl fmt::Display for Mute {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("no message")
    }
}

impl std::error::Error for Mute {}

/// An error whose `Display` panics with a value that panics when dropped.
#[derive(Debug)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("again");
    }
}

#[derive(Debug)]
struct Explosive;

impl fmt::Display for Explosive {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        std::panic::panic_any(Bomb)
    }
}

impl std::error::Error for Explosive {}

#[test]
fn panics_of_an_error_message_are_caught() {
    let _guards =
        [PING_SENT.connect(|_, _| Err(Explosive)).guard(), PING_SENT.connect(|_, _| ()).guard()];
    let responses = PING_SENT.send(PingSent { number: 1 });
    assert_eq!((responses.len(), responses.failures().len()), (2, 1));
}

/// Who sits where.
#[derive(annals::Event)]
#[annals(event = "test.learning.seat.taken.v1")]
struct SeatTaken {
    pub names: BTreeMap<String, String>,
}

#[test]
fn an_event_outside_its_limits_is_logged_without_personal_data() {
    let log = Log::default();
    let names = ["ada", "bob"].map(|name| (name.to_owned(), name.to_owned()));
    let send = || Signal::new().send(SeatTaken { names: names.into() });
    let responses = tracing::subscriber::with_default(log.clone(), send);
    let expected = [
        "level = ERROR",
        "message = an event was not sent",
        "event_type = \"test.learning.seat.taken.v1\"",
        "error = names: longer than 1",
    ];
    assert_eq!(*log.0.lock().unwrap(), expected);
    assert_eq!(responses.failures().len(), 1);
}

#[test]
fn failures_are_logged_without_personal_data() {
    let log = Log::default();
    let named = |name: &str| Options::new().name(name);
    let _guards = [
        NOTE_WRITTEN.connect_with(named("full"), |_, _| Err::<(), Error>("no room".into())).guard(),
        NOTE_WRITTEN.connect_with(named("fine"), |_, _| ()).guard(),
        NOTE_WRITTEN.connect_with(named("torn"), |event, _| assert!(event.text.is_empty())).guard(),
        NOTE_WRITTEN.connect_with(named("mute"), |_, _| Err(Mute)).guard(),
    ];
    let secret = "her-secret-note";
    let send = || NOTE_WRITTEN.send(note(secret));
    let responses = tracing::subscriber::with_default(log.clone(), send);
    assert_eq!(responses.failures().len(), 3);
    let lines = log.0.lock().unwrap().clone();
    let expected = [
        "level = ERROR",
        "message = a receiver failed",
        "event_type = \"test.learning.note.written.v1\"",
        "receiver = \"full\"",
        "error = no room",
        "level = ERROR",
        "message = a receiver failed",
        "event_type = \"test.learning.note.written.v1\"",
        "receiver = \"torn\"",
        "error = panicked: assertion failed: event.text.is_empty()",
    ];
    let mute = ["receiver = \"mute\"", "error = an error that cannot be printed"];
    assert_eq!(lines[..10], expected);
    assert_eq!(lines[13..], mute);
    assert!(!lines.concat().contains(secret));
}
