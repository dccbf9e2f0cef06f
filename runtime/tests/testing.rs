//! Are tests that run at the same time in one process isolated from each other?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use annals::testing::{Scope, assert_not_sent, assert_sent};
use annals::{Error, Isolation, Metadata, Signal};
use events::{NOTE_WRITTEN, NoteWritten, PING_SENT, PingSent, note};

/// The event that tests send outside of their scope.
#[derive(annals::Event)]
#[annals(event = "test.learning.note.seen.v1")]
pub struct NoteSeen {
    pub number: i64,
}

static NOTE_SEEN: Signal<NoteSeen> = Signal::new();

static LINKED: AtomicUsize = AtomicUsize::new(0);

#[annals::receiver(NOTE_WRITTEN)]
fn linked(event: &NoteWritten, _: &Metadata) -> Result<(), Error> {
    LINKED.fetch_add(1, Ordering::SeqCst);
    match event.text.as_str() {
        "bad" => Err("linked receiver failed".into()),
        _ => Ok(()),
    }
}

/// The message that `work` panics with.
fn panic_of(work: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(work)).expect_err("it panics");
    let constant = || payload.downcast_ref::<&str>().copied().unwrap_or_default().to_owned();
    payload.downcast_ref::<String>().cloned().unwrap_or_else(constant)
}

#[annals::test(enable = [PING_SENT])]
fn only_named_signals_are_on(scope: &Scope) {
    let _connection = NOTE_WRITTEN.connect(|_, _| panic!("it is off"));
    assert!(NOTE_WRITTEN.send(note("x")).is_empty());
    assert!(PING_SENT.send(PingSent { number: 1 }).is_empty());
    assert_eq!(scope.sent(&PING_SENT).len(), 1);
    assert_not_sent!(NOTE_WRITTEN);
    NOTE_WRITTEN.enable();
    assert!(NOTE_WRITTEN.is_enabled());
}

#[annals::test(enable = [PING_SENT])]
fn what_was_sent_is_asserted() -> Result<(), Error> {
    let given = Metadata::of::<PingSent>().with_minorversion(4);
    let _ = PING_SENT.send(PingSent { number: 1 });
    let _ = PING_SENT.send_with(&given, PingSent { number: 2 });
    assert_sent!(PING_SENT);
    let sent = assert_sent!(PING_SENT, |event| event.number == 2);
    assert_eq!((sent.metadata, sent.event.number), (given, 2));
    assert_sent!(PING_SENT, |event: &PingSent| event.number == 1);
    assert_sent!(PING_SENT, PingSent { number: 2 });
    assert_not_sent!(PING_SENT, |event| event.number == 3);
    Ok(())
}

#[annals::test(enable = [PING_SENT])]
fn a_failed_assertion_shows_what_was_sent() {
    let message = panic_of(|| drop(assert_sent!(PING_SENT)));
    assert_eq!(message, "nothing was sent on PING_SENT");
    let _ = PING_SENT.send(PingSent { number: 1 });
    let message = panic_of(|| drop(assert_sent!(PING_SENT, PingSent { number: 3 })));
    let expected =
        "the event on PING_SENT is not equal to the expected one:\n--- expected\n+++ sent\n";
    assert!(message.starts_with(expected), "{message}");
    let _ = PING_SENT.send(PingSent { number: 2 });
    let message = panic_of(|| drop(assert_sent!(PING_SENT, |event| event.number > 2)));
    let expected = "no event on PING_SENT satisfies `event.number > 2`; these were sent:\n\
        1. {\n  \"number\": 1\n}\n\n2. {\n  \"number\": 2\n}\n";
    assert_eq!(message, expected);
    let message = panic_of(|| drop(assert_sent!(PING_SENT, PingSent { number: 3 })));
    assert!(
        message.starts_with(
            "none of 2 events on PING_SENT is equal to the expected one; the most similar:"
        ),
        "{message}"
    );
    assert!(message.contains("-  \"number\": 3\n+  \"number\": "), "{message}");
    let message = panic_of(|| drop(assert_sent!(NOTE_WRITTEN)));
    let expected = "nothing was sent on NOTE_WRITTEN: the signal is disabled here, see `enable = […]`; \
        these were sent: PING_SENT, PING_SENT";
    assert_eq!(message, expected);
    let message = panic_of(|| assert_not_sent!(PING_SENT, |event| event.number == 2));
    assert!(message.starts_with("PING_SENT was sent: {"), "{message}");
}

#[annals::test(enable = [NOTE_SEEN])]
fn a_failed_assertion_says_what_was_sent_outside_of_the_scope() {
    let hint = "outside of every scope, probably by a thread or task that the test started, since these are in no \
        scope until they enter one: see `annals::testing`";
    for number in [1, 2] {
        assert!(thread::spawn(move || NOTE_SEEN.send(NoteSeen { number })).join().unwrap().is_ok());
        let message = panic_of(|| drop(assert_sent!(NOTE_SEEN)));
        assert!(message.starts_with("nothing was sent on NOTE_SEEN\n"), "{message}");
        assert!(message.ends_with(hint), "{message}");
    }
    let _ = NOTE_SEEN.send(NoteSeen { number: 3 });
    for message in [
        panic_of(|| drop(assert_sent!(NOTE_SEEN, |event| event.number == 1))),
        panic_of(|| drop(assert_sent!(NOTE_SEEN, NoteSeen { number: 1 }))),
    ] {
        assert!(message.ends_with(hint), "{message}");
    }
    // Another scope began later.
    let scope = Scope::new().enable(&PING_SENT);
    let message = scope.run(|| panic_of(|| drop(assert_sent!(PING_SENT))));
    assert_eq!(message, "nothing was sent on PING_SENT");
}

#[annals::test(enable = [PING_SENT])]
fn a_failure_of_a_receiver_fails_the_test() {
    PING_SENT.connect(|_, _| Err::<(), Error>("no room".into()));
    let message = panic_of(|| drop(PING_SENT.send(PingSent { number: 1 })));
    assert!(message.ends_with("of test.learning.ping.sent.v1 failed: no room"), "{message}");
    assert!(PING_SENT.send_strict(PingSent { number: 1 }).is_err());
}

#[annals::test(enable = [PING_SENT], lenient)]
fn a_lenient_scope_returns_failures() {
    PING_SENT.connect(|_, _| Err::<(), Error>("no room".into()));
    assert!(!PING_SENT.send(PingSent { number: 1 }).is_ok());
}

#[annals::test(enable = [NOTE_WRITTEN], linked)]
fn declared_receivers_are_called_if_linked() {
    assert_eq!(NOTE_WRITTEN.send(note("good")).len(), 1);
    let message = panic_of(|| drop(NOTE_WRITTEN.send(note("bad"))));
    assert!(message.contains("linked receiver failed"), "{message}");
}

#[test]
fn declared_receivers_are_called_once_even_if_linked_twice() {
    let scope = Scope::new().linked().enable(&NOTE_WRITTEN);
    assert_eq!(scope.run(|| NOTE_WRITTEN.send(note("good"))).len(), 1);
    let scope = scope.linked();
    scope.run(|| drop(NOTE_WRITTEN.connect(|_, _| ())));
    assert_eq!(scope.run(|| NOTE_WRITTEN.send(note("good"))).len(), 2);
}

#[annals::test(enable = [NOTE_WRITTEN])]
fn declared_receivers_are_not_called_by_default() {
    assert!(NOTE_WRITTEN.send(note("bad")).is_empty());
}

#[test]
fn hundreds_of_threads_are_isolated() {
    const THREADS: i64 = 300;
    const SENDS: i64 = 50;
    let start = Arc::new(Barrier::new(THREADS as usize));
    let threads = (0..THREADS).map(|thread| {
        let start = Arc::clone(&start);
        thread::spawn(move || {
            let scope = Scope::new().enable(&PING_SENT);
            let _entered = scope.enter();
            let sum = Arc::new(AtomicI64::new(0));
            let inner = Arc::clone(&sum);
            let connection = PING_SENT.connect(move |event, _| {
                assert_eq!(event.number / 1000, thread, "an event of another thread");
                inner.fetch_add(event.number % 1000, Ordering::SeqCst);
                // A thread that a receiver starts can be in the same scope.
                let isolation = Isolation::current();
                let child = thread::spawn(move || isolation.run(|| PING_SENT.receivers()));
                assert_eq!(child.join().unwrap(), 1);
            });
            start.wait();
            for number in 0..SENDS {
                assert_eq!(PING_SENT.send(PingSent { number: thread * 1000 + number }).len(), 1);
            }
            assert_eq!(sum.load(Ordering::SeqCst), (0..SENDS).sum::<i64>());
            assert_eq!(scope.sent(&PING_SENT).len(), SENDS as usize);
            connection.disconnect();
        })
    });
    let threads: Vec<_> = threads.collect();
    for thread in threads {
        thread.join().unwrap();
    }
    // No receiver is left outside.
    assert_eq!(PING_SENT.receivers(), 0);
}

#[test]
fn a_scope_is_carried_to_threads() {
    let scope = Scope::new().enable(&NOTE_SEEN);
    let responses = scope.spawn(|| NOTE_SEEN.send(NoteSeen { number: 1 })).join().unwrap();
    assert!(responses.is_ok());
    let responses = thread::spawn(|| NOTE_SEEN.send(NoteSeen { number: 2 })).join().unwrap();
    assert!(responses.is_ok());
    scope.run(|| {
        let other = Scope::new().enable(&NOTE_SEEN);
        let _ = other.run(|| NOTE_SEEN.send(NoteSeen { number: 3 }));
        let _ = NOTE_SEEN.send(NoteSeen { number: 4 });
    });
    let _ = NOTE_SEEN.send(NoteSeen { number: 5 });
    let numbers: Vec<_> = scope.sent(&NOTE_SEEN).iter().map(|sent| sent.event.number).collect();
    assert_eq!(numbers, [1, 4]);
    assert!(panic_of(|| assert_not_sent!(NOTE_SEEN)).starts_with("this thread is in no scope"));
}

#[test]
fn guards_may_be_dropped_in_any_order() {
    let [first, second] = [(); 2].map(|()| Scope::new().enable(&PING_SENT));
    let outer = first.enter();
    let inner = second.enter();
    drop(outer);
    let _ = PING_SENT.send(PingSent { number: 1 });
    drop(inner);
    assert!(Scope::current().is_none());
    assert_eq!((first.sent(&PING_SENT).len(), second.sent(&PING_SENT).len()), (0, 1));

    let outer = first.enter();
    let inner = second.enter();
    let again = first.enter();
    drop(inner);
    let _ = PING_SENT.send(PingSent { number: 2 });
    drop(again);
    let _ = PING_SENT.send(PingSent { number: 3 });
    drop(outer);
    assert!(Scope::current().is_none());
    assert_eq!((first.sent(&PING_SENT).len(), second.sent(&PING_SENT).len()), (2, 1));
}

#[cfg(feature = "async")]
mod tasks {
    use annals::Isolation;
    use annals::testing::{Scope, assert_sent};

    use crate::events::{PING_SENT, PingSent};
    use crate::{NOTE_SEEN, NoteSeen};

    struct Sends;

    impl Drop for Sends {
        fn drop(&mut self) {
            let _ = PING_SENT.send(PingSent { number: 200 });
        }
    }

    #[annals::test(enable = [PING_SENT])]
    #[tokio::test]
    async fn a_cancelled_task_sends_in_its_scope(scope: &Scope) {
        let sends = Sends;
        let rests = async move {
            let _sends = sends;
            std::future::pending::<()>().await
        };
        let task = tokio::spawn(scope.carry(rests));
        tokio::task::yield_now().await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_sent!(PING_SENT, |event| event.number == 200);
    }

    #[annals::test(enable = [NOTE_SEEN])]
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_task_carries_its_scope(scope: &Scope) {
        NOTE_SEEN.connect(|event, _| {
            if event.number == 0 {
                let answer = async { drop(NOTE_SEEN.send_async(NoteSeen { number: 100 }).await) };
                tokio::spawn(Isolation::current().carry(answer));
            }
        });
        let tasks: Vec<_> = (0..50)
            .map(|number| {
                let foreign = async move { NOTE_SEEN.send(NoteSeen { number: -1 }).len() };
                let own = scope.carry(async move {
                    tokio::task::yield_now().await;
                    NOTE_SEEN.send_async(NoteSeen { number }).await.len()
                });
                (tokio::spawn(foreign), tokio::spawn(own))
            })
            .collect();
        for (foreign, own) in tasks {
            assert_eq!((foreign.await.unwrap(), own.await.unwrap()), (0, 1));
        }
        while scope.sent(&NOTE_SEEN).len() < 51 {
            tokio::task::yield_now().await;
        }
        assert_sent!(NOTE_SEEN, |event| event.number == 100);
    }
}
