//! Does a send call every receiver, in order, regardless of what the others do?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::io;
use std::panic::panic_any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals::signal::{Cause, MAX_NESTED_SENDS, Options};
use annals::{Connection, ConnectionGuard, Error, Failure, Metadata, Signal};
use events::{NOTE_WRITTEN, NoteWritten, PING_SENT, PingSent};

/// Signals are shared by the process, so only one test runs at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The log of the receivers.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// Connects a receiver that adds an entry and succeeds.
    fn connect(&self, word: &'static str) -> ConnectionGuard {
        let log = self.clone();
        PING_SENT.connect(move |event, _| log.add(format!("{word} {}", event.number))).guard()
    }
}

fn ping(number: i64) -> PingSent {
    PingSent { number }
}

#[test]
fn a_send_without_receivers_has_no_responses() {
    let _alone = alone();
    let responses = PING_SENT.send(ping(1));
    assert!(responses.is_empty() && responses.is_ok());
    assert_eq!(responses.iter().count(), 0);
    assert_eq!(format!("{responses:?}"), "[]");
}

#[test]
fn receivers_are_called_in_order_of_connection() {
    let _alone = alone();
    let log = Log::default();
    let words = ["a", "b", "c", "d", "e", "f"];
    let mut guards: Vec<_> = words.map(|word| log.connect(word)).into();
    assert_eq!(PING_SENT.send(ping(1)).len(), 6);
    assert_eq!(log.take(), ["a 1", "b 1", "c 1", "d 1", "e 1", "f 1"]);

    drop(guards.remove(2));
    guards.push(log.connect("g"));
    let _ = PING_SENT.send(ping(2));
    assert_eq!(log.take(), ["a 2", "b 2", "d 2", "e 2", "f 2", "g 2"]);

    drop(guards);
    assert!(PING_SENT.send(ping(3)).is_empty());
    assert_eq!(PING_SENT.receivers(), 0);
}

#[test]
fn a_failure_does_not_affect_other_receivers() {
    let _alone = alone();
    let log = Log::default();
    let named = |name: &str| Options::new().name(name);
    let _guards = [
        log.connect("first"),
        PING_SENT.connect_with(named("returns"), |_, _| Err::<(), Error>("no room".into())).guard(),
        PING_SENT.connect_with(named("converts"), |_, _| Err(io::Error::other("no disk"))).guard(),
        PING_SENT
            .connect_with(named("panics"), |event, _| {
                assert!(event.number < 0, "{} is not negative", event.number);
            })
            .guard(),
        PING_SENT.connect_with(named("throws"), |_, _| -> () { panic_any(7) }).guard(),
        log.connect("last"),
    ];
    let responses = PING_SENT.send(ping(1));
    assert_eq!(log.take(), ["first 1", "last 1"]);
    assert_eq!(responses.len(), 6);
    assert!(!responses.is_ok());
    let causes: Vec<_> = responses
        .failures()
        .map(|it| format!("{}: {}", it.receiver().unwrap(), it.cause()))
        .collect();
    let expected = [
        "returns: no room",
        "converts: no disk",
        "panics: panicked: 1 is not negative",
        "throws: panicked: a value that is not text",
    ];
    assert_eq!(causes, expected);
    let outcomes: Vec<_> = responses.iter().map(|response| response.is_ok()).collect();
    assert_eq!(outcomes, [true, false, false, false, false, true]);
    assert_eq!(responses.iter().nth(3).unwrap().unwrap_err().receiver(), Some("panics"));
}

#[test]
fn a_panic_whose_value_panics_when_dropped_is_caught() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("again");
        }
    }
    let _alone = alone();
    let _guard = PING_SENT.connect(|_, _| -> () { panic_any(Bomb) }).guard();
    let responses = PING_SENT.send(ping(1));
    assert!(matches!(responses.failures().next().unwrap().cause(), Cause::Panic(_)));
}

#[test]
fn a_strict_send_stops_at_the_first_failure() {
    let _alone = alone();
    let log = Log::default();
    let failing = Options::new().name("failing");
    let _guards = [
        log.connect("before"),
        PING_SENT.connect_with(failing, |_, _| Err::<(), _>(Error::from("full"))).guard(),
        log.connect("after"),
    ];
    let failure = PING_SENT.send_strict(ping(1)).unwrap_err();
    let message = "receiver `failing` of test.learning.ping.sent.v1 failed: full";
    assert_eq!(failure.to_string(), message);
    assert_eq!(log.take(), ["before 1"]);
    let metadata = Metadata::of::<PingSent>();
    assert!(PING_SENT.send_with_strict(&metadata, ping(2)).is_err());
    assert_eq!(log.take(), ["before 2"]);
}

#[test]
fn metadata_is_new_or_given() {
    let _alone = alone();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let _guard = NOTE_WRITTEN
        .connect(move |_: &NoteWritten, metadata: &Metadata| {
            sink.lock().unwrap().push(metadata.clone());
        })
        .guard();
    let given = Metadata::of::<NoteWritten>().with_minorversion(9).with_source("elsewhere");
    let _ = NOTE_WRITTEN.send(events::note("a"));
    let _ = NOTE_WRITTEN.send_with(&given, events::note("b"));
    let _ = NOTE_WRITTEN.send_with(given.clone(), events::note("c"));
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].event_type(), "test.learning.note.written.v1");
    assert_eq!(seen[0].minorversion(), 2);
    assert_eq!(seen[1..], [given.clone(), given]);
}

#[test]
fn one_dispatch_uid_connects_once() {
    let _alone = alone();
    let log = Log::default();
    let connect = |word: &'static str, uid: &'static str| {
        let log = log.clone();
        PING_SENT.connect_with(Options::new().dispatch_uid(uid), move |_, _| log.add(word))
    };
    let first = connect("first", "mine");
    let second = connect("second", "mine");
    let other = connect("other", "yours");
    assert!(first.is_new() && !second.is_new() && other.is_new());
    let _ = PING_SENT.send(ping(1));
    assert_eq!(log.take(), ["first", "other"]);

    assert!(second.disconnect() && !first.is_connected() && !first.disconnect());
    let third = connect("third", "mine");
    let _ = PING_SENT.send(ping(1));
    assert_eq!(log.take(), ["other", "third"]);
    assert!(PING_SENT.disconnect("mine") && !PING_SENT.disconnect("mine"));
    assert!(!third.is_connected() && other.disconnect());
}

#[test]
fn a_disabled_signal_sends_nothing() {
    let _alone = alone();
    let log = Log::default();
    let _guard = log.connect("heard");
    PING_SENT.disable();
    // All signals of one event are the same.
    assert!(!Signal::<PingSent>::new().is_enabled());
    assert!(PING_SENT.send(ping(1)).is_empty());
    assert_eq!(PING_SENT.send_strict(ping(1)).unwrap(), 0);
    let _late = log.connect("late");
    PING_SENT.enable();
    assert_eq!(PING_SENT.send(ping(2)).len(), 2);
    assert_eq!(log.take(), ["heard 2", "late 2"]);
}

#[test]
fn a_receiver_can_send() {
    let _alone = alone();
    let log = Log::default();
    let _outer = log.connect("seen");
    let _inner = PING_SENT
        .connect(|event, _| {
            if event.number > 0 {
                assert_eq!(PING_SENT.send(ping(event.number - 1)).len(), 2);
            }
        })
        .guard();
    assert!(PING_SENT.send(ping(20)).is_ok());
    let expected: Vec<_> = (0..=20).rev().map(|number| format!("seen {number}")).collect();
    assert_eq!(log.take(), expected);
}

#[test]
fn receivers_that_send_without_end_fail() {
    let _alone = alone();
    let log = Log::default();
    let sends_twice = |log: Log| {
        move |event: &PingSent, _: &Metadata| {
            log.add("called");
            let first = PING_SENT.send(ping(event.number + 1)).into_result();
            PING_SENT.send(ping(event.number + 1)).into_result().and(first).map(drop)
        }
    };
    let _guards = [
        PING_SENT.connect(sends_twice(log.clone())).guard(),
        PING_SENT.connect(sends_twice(log.clone())).guard(),
    ];
    for _ in 0..2 {
        let responses = PING_SENT.send(ping(1));
        assert_eq!((responses.len(), responses.failures().len()), (2, 2));
        // The cause of the innermost failure.
        let mut cause: &dyn std::error::Error = responses.failures().next().unwrap();
        while let Some(source) = cause.source() {
            cause = source;
        }
        let cause = cause.downcast_ref::<Failure>().unwrap().cause();
        assert!(matches!(cause, Cause::TooDeep), "{cause:?}");
        assert_eq!(log.take().len(), 2 * MAX_NESTED_SENDS as usize);
    }
}

#[test]
fn a_receiver_connected_during_a_send_is_called_by_the_next() {
    let _alone = alone();
    let log = Log::default();
    let late = Arc::new(Mutex::new(Vec::new()));
    let (inner, sink) = (log.clone(), Arc::clone(&late));
    let _guard =
        PING_SENT.connect(move |_, _| sink.lock().unwrap().push(inner.connect("late"))).guard();
    let _ = PING_SENT.send(ping(1));
    assert!(log.take().is_empty());
    let _ = PING_SENT.send(ping(2));
    assert_eq!(log.take(), ["late 2"]);
    late.lock().unwrap().clear();
}

#[test]
fn a_receiver_disconnected_during_a_send_is_still_called_by_it() {
    let _alone = alone();
    let log = Log::default();
    let victim: Arc<Mutex<Option<Connection>>> = Arc::default();
    let found = Arc::clone(&victim);
    let own: Arc<Mutex<Option<Connection>>> = Arc::default();
    let found_own = Arc::clone(&own);
    let killer = PING_SENT.connect(move |_, _| {
        assert!(found.lock().unwrap().take().unwrap().disconnect());
        assert!(found_own.lock().unwrap().take().unwrap().disconnect());
    });
    *own.lock().unwrap() = Some(killer);
    let inner = log.clone();
    *victim.lock().unwrap() = Some(PING_SENT.connect(move |_, _| inner.add("victim")));
    assert_eq!(PING_SENT.send(ping(1)).len(), 2);
    assert_eq!(log.take(), ["victim"]);
    assert!(PING_SENT.send(ping(2)).is_empty());
}

#[test]
fn a_disconnected_receiver_is_dropped_at_once() {
    let _alone = alone();
    let held = Arc::new(());
    let inner = Arc::clone(&held);
    let connection = PING_SENT.connect(move |_, _| assert_eq!(*inner, ()));
    let _ = PING_SENT.send(ping(1));
    assert_eq!(Arc::strong_count(&held), 2);
    connection.disconnect();
    assert_eq!(Arc::strong_count(&held), 1);
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[test]
fn a_receiver_that_panics_when_dropped_affects_no_caller() {
    let _alone = alone();
    let log = Log::default();
    let bomb = |bomb: Bomb| move |_: &PingSent, _: &Metadata| assert_eq!(size_of_val(&bomb), 0);
    let uid = || Options::new().dispatch_uid("bomb");

    let connection = PING_SENT.connect_with(uid(), bomb(Bomb));
    let _last = log.connect("last");
    // The second is dropped at once, since the first has its `dispatch_uid`.
    assert!(!PING_SENT.connect_with(uid(), bomb(Bomb)).is_new());
    // The first is dropped with the responses, which refer to it.
    let responses = PING_SENT.send(ping(1));
    assert!(connection.disconnect());
    assert!(responses.is_ok());
    drop(responses);

    // A panic in a guard that is dropped by another panic would abort the process.
    let unwound = std::panic::catch_unwind(|| {
        let _guard = PING_SENT.connect(bomb(Bomb)).guard();
        panic!("outer");
    });
    assert!(unwound.is_err());
    assert_eq!(PING_SENT.send(ping(2)).len(), 1);
    assert_eq!(log.take(), ["last 1", "last 2"]);
}

#[test]
fn a_receiver_that_owns_a_connection_can_be_dropped() {
    let _alone = alone();
    let log = Log::default();
    let owned = log.connect("owned");
    let owner = PING_SENT.connect(move |_, _| assert!(format!("{owned:?}").contains("PING_SENT")));
    assert_eq!(PING_SENT.send(ping(1)).len(), 2);
    owner.disconnect();
    assert!(PING_SENT.send(ping(2)).is_empty());
}

#[test]
fn threads_send_while_others_connect() {
    let _alone = alone();
    let log = Log::default();
    let _steady = log.connect("steady");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                (0..500).for_each(|number| {
                    let responses = PING_SENT.send(ping(number));
                    assert!(responses.is_ok() && !responses.is_empty());
                })
            });
            scope.spawn(|| (0..500).for_each(|_| drop(PING_SENT.connect(|_, _| ()).guard())));
        }
    });
    assert_eq!(log.take().len(), 1000);
    assert_eq!(PING_SENT.receivers(), 1);
}
