//! Are async receivers awaited, and does a subscription report what it lost?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use annals::signal::{Cause, MAX_NESTED_SENDS, Options, Received};
use annals::{AnyEvent, Error, Metadata, Signal, registry};
use events::{NOTE_WRITTEN, NoteWritten, PING_SENT, PingSent, note};
use tokio::time::sleep;

type Log = Arc<Mutex<Vec<String>>>;

async fn fails(_: Arc<PingSent>, _: Arc<Metadata>) -> Result<(), Error> {
    sleep(Duration::from_millis(1)).await;
    Err("offline".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn receivers_are_awaited_in_order_and_failures_are_isolated() {
    let log = Log::default();
    let (early, late) = (Arc::clone(&log), Arc::clone(&log));
    let _guards = [
        PING_SENT.connect_async(fails).guard(),
        PING_SENT
            .connect_async_with(Options::new().name("slow"), move |event: Arc<PingSent>, _| {
                let log = Arc::clone(&early);
                async move {
                    sleep(Duration::from_millis(5)).await;
                    log.lock().unwrap().push(format!("slow {}", event.number));
                }
            })
            .guard(),
        PING_SENT
            .connect_async(|event: Arc<PingSent>, _| async move {
                sleep(Duration::from_millis(1)).await;
                assert!(event.number < 0, "not negative");
            })
            .guard(),
        PING_SENT.connect_async(|_, _| Sour).guard(),
        PING_SENT.connect(move |_, _| late.lock().unwrap().push("last".to_owned())).guard(),
    ];
    // The future is `Send`, so it can be spawned.
    let sent = tokio::spawn(async { PING_SENT.send_async(PingSent { number: 7 }).await });
    let responses = sent.await.unwrap();
    assert_eq!(*log.lock().unwrap(), ["slow 7", "last"]);
    let causes: Vec<_> = responses.failures().map(|it| it.cause().to_string()).collect();
    assert_eq!(causes, ["offline", "panicked: not negative", "panicked: sour"]);
    assert_eq!(responses.iter().nth(1).unwrap().unwrap(), "slow");

    let failure = PING_SENT.send_async_strict(PingSent { number: 8 }).await.unwrap_err();
    assert!(failure.receiver().unwrap().ends_with("fails"), "{failure}");
    assert_eq!(log.lock().unwrap().len(), 2);

    // A plain send reports the receivers that it cannot await.
    let responses = PING_SENT.send(PingSent { number: 9 });
    let unheard = responses.failures().filter(|it| matches!(it.cause(), Cause::NotAwaited));
    assert_eq!(unheard.count(), 4);
}

#[annals::receiver(NOTE_WRITTEN)]
async fn declared(event: Arc<NoteWritten>, _: Arc<Metadata>) -> Result<(), Error> {
    sleep(Duration::from_millis(1)).await;
    if event.text == "refused" { Err("declared refuses".into()) } else { Ok(()) }
}

#[annals::receiver(NOTE_WRITTEN)]
async fn declared_any(event: Arc<dyn AnyEvent>, _: Arc<Metadata>) -> Result<(), Error> {
    if event.to_json()?.contains("unseen") { Err("any refuses".into()) } else { Ok(()) }
}

/// One test, because these all send notes.
#[tokio::test]
async fn notes() {
    an_async_function_with_the_attribute_is_connected().await;
    a_slow_reader_learns_how_many_events_it_lost().await;
    an_event_of_unknown_type_is_awaited().await;
}

async fn an_async_function_with_the_attribute_is_connected() {
    let responses = NOTE_WRITTEN.send_async(note("refused")).await;
    let failure = responses.failures().next().unwrap();
    assert_eq!(failure.receiver(), Some("asynchronous::declared"));
    assert_eq!(failure.cause().to_string(), "declared refuses");
}

async fn a_slow_reader_learns_how_many_events_it_lost() {
    let mut subscription = NOTE_WRITTEN.subscribe(2);
    let given = Metadata::of::<NoteWritten>();
    let _ = NOTE_WRITTEN.send_with(&given, note("a"));
    assert_eq!(subscription.next().await, Received::Event(note("a"), given.clone()));
    for text in ["b", "c", "d", "e", "f"] {
        let _ = NOTE_WRITTEN.send_with(&given, note(text));
    }
    assert_eq!(subscription.next().await, Received::Lagged(3));
    assert_eq!(subscription.next().await, Received::Event(note("e"), given.clone()));
    assert_eq!(subscription.next().await, Received::Event(note("f"), given.clone()));

    let waiting = tokio::spawn(async move { (subscription.next().await, subscription) });
    sleep(Duration::from_millis(5)).await;
    let _ = NOTE_WRITTEN.send_async_with(&given, note("g")).await;
    let (received, subscription) = waiting.await.unwrap();
    assert_eq!(received, Received::Event(note("g"), given));
    drop(subscription);
    assert_eq!(NOTE_WRITTEN.receivers(), 2, "only the declared receivers are left");
}

async fn an_event_of_unknown_type_is_awaited() {
    let event = registry().by_name("NOTE_WRITTEN").unwrap();
    let heard = Log::default();
    let log = Arc::clone(&heard);
    let connection = event.connect_async(move |event, metadata| {
        let log = Arc::clone(&log);
        async move {
            sleep(Duration::from_millis(1)).await;
            let line = format!("{} {}", metadata.source(), event.to_json().unwrap());
            log.lock().unwrap().push(line);
        }
    });
    let given = Metadata::of::<NoteWritten>().with_source("elsewhere");
    let read = event.read_json(r#"{"text":"unseen"}"#).unwrap();
    let responses = Arc::clone(&read).send_async_with(&given).await;
    let causes: Vec<_> = responses.failures().map(|it| it.cause().to_string()).collect();
    assert_eq!((responses.len(), causes), (3, vec!["any refuses".to_owned()]));
    assert_eq!(*heard.lock().unwrap(), [r#"elsewhere {"text":"unseen"}"#]);
    assert_eq!(read.send_async().await.len(), 3);

    let failure = NOTE_WRITTEN.send_async_with_strict(&given, note("unseen")).await.unwrap_err();
    assert_eq!(failure.receiver(), Some("asynchronous::declared_any"));
    assert_eq!(heard.lock().unwrap().len(), 2);
    assert!(connection.disconnect());
}

#[derive(annals::Event)]
#[annals(event = "test.learning.note.seen.v1")]
struct NoteSeen {
    pub number: i64,
}

static NOTE_SEEN: Signal<NoteSeen> = Signal::new();

#[tokio::test]
async fn async_receivers_that_send_without_end_fail() {
    let calls = Log::default();
    let log = Arc::clone(&calls);
    let _guard = NOTE_SEEN
        .connect_async(move |event: Arc<NoteSeen>, _| {
            log.lock().unwrap().push(String::new());
            async move {
                sleep(Duration::from_millis(1)).await;
                let again = NoteSeen { number: event.number + 1 };
                NOTE_SEEN.send_async_strict(again).await.map(drop)
            }
        })
        .guard();
    let failure = NOTE_SEEN.send_async_strict(NoteSeen { number: 1 }).await.unwrap_err();
    assert!(failure.to_string().ends_with("failed: too many nested sends"), "{failure}");
    assert_eq!(calls.lock().unwrap().len(), MAX_NESTED_SENDS as usize);
}

/// A future that panics when it is dropped.
struct Sour;

impl Future for Sour {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

impl Drop for Sour {
    fn drop(&mut self) {
        panic!("sour");
    }
}
