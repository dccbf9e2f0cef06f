//! Does a service receive through its signals what another one has given to its outbox?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use annals::testing::assert_sent;
use annals::{Error, Metadata, Record};
use annals_bus::handler::Outside;
use annals_bus::receivers::Receivers;
use annals_bus::relay::{Relay, RelaySettings, Until};
use annals_bus::sqlite::Sqlite;
use annals_bus::{Consumer, Entry, Outbox, Report, Settings, Stop, Transport};
use openedx_events::learning::{STUDENT_REGISTRATION_COMPLETED, StudentRegistrationCompleted};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Awaits a future, as any runtime does.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// Two events in an outbox, of which one is awaited; then in the topic `t`.
fn sent(transport: &dyn Transport) {
    let folder = tempfile::TempDir::new().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let topic = Arc::from("t");
    let entry = || {
        let event = StudentRegistrationCompleted::sample();
        Entry::new(&Metadata::of::<StudentRegistrationCompleted>(), event.to_avro())
    };
    outbox.accept(&topic, 0, entry()).wait().unwrap();
    block_on(outbox.accept(&topic, 1, entry())).unwrap();
    let drained = Stop::new();
    drained.stop();
    let until = Until { stop: &Stop::new(), drained: &drained, longest: None };
    let relay = Relay::new(transport, RelaySettings::default(), &|_| {});
    let ended = relay.run(&outbox, until).unwrap();
    assert_eq!((ended.sent, ended.left), (2, 0));
}

fn settings() -> Settings {
    let backoff = Duration::from_millis(5);
    Settings { expect: Some(2), max_tries: 2, backoff_min: backoff, ..Settings::default() }
}

#[test]
fn receivers_say_what_becomes_of_a_message() {
    let transport = Sqlite::in_memory().unwrap();
    sent(&transport);
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let _connection = STUDENT_REGISTRATION_COMPLETED.connect(
        move |_: &StudentRegistrationCompleted, _: &Metadata| -> Result<(), Error> {
            match counted.fetch_add(1, Ordering::SeqCst) {
                // Three times it is not the message's fault, which may fail only once.
                0..3 => Err(Outside::new("the database is away").into()),
                3 => Err("broken".into()),
                4 => Ok(()),
                _ => Err("broken".into()),
            }
        },
    );
    let causes = Mutex::new(Vec::new());
    let report = |report: Report<'_>| {
        if let Report::Retry { cause, tries, .. } = report {
            causes.lock().unwrap().push((format!("{cause:?}"), tries));
        }
    };
    let member = transport.member("t", "g", "a");
    // With one message at a time, the second comes when the first is done.
    let settings = Settings { in_hand: 1, ..settings() };
    let summary = Consumer::new(&*member, &Receivers::new(), settings).run(&Stop::new(), &report);
    assert_eq!((summary.handled, summary.dead, summary.retries), (1, 1, 5), "{summary:?}");
    let [outside, message] = ["Outside", "Message"].map(str::to_owned);
    let expected =
        [&outside, &outside, &outside, &message, &message].map(|cause| (cause.clone(), 1));
    assert_eq!(*causes.lock().unwrap(), expected);
    let letters = transport.dead_letters("t", "g").unwrap();
    assert_eq!(letters.len(), 1);
    assert!(
        !letters[0].reason.contains("broken"),
        "a reason has no text of an error: {}",
        letters[0].reason
    );
}

#[annals::test(enable = [STUDENT_REGISTRATION_COMPLETED])]
fn what_comes_is_what_was_sent() {
    let transport = Sqlite::in_memory().unwrap();
    sent(&transport);
    let entry = transport.scan("t", None, 1).unwrap().remove(0).1;
    let handler = Receivers::new();
    let opened = annals_bus::Handler::open(&handler, &entry).unwrap();
    assert_eq!(
        opened.key.as_deref(),
        Some(StudentRegistrationCompleted::sample().user.pii.username.as_str())
    );
    let attempt = annals_bus::handler::Attempt { msg_id: "1", tries: 1 };
    annals_bus::Handler::handle(&handler, &opened, &attempt).unwrap();
    assert_sent!(STUDENT_REGISTRATION_COMPLETED, |event| *event
        == StudentRegistrationCompleted::sample());
}
