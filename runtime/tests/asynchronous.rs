//! Are async receivers awaited, and does a subscription say what it lost?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use annals::signal::{Cause, Options, Received};
use annals::{Error, Metadata};
use events::{NOTE_WRITTEN, NoteWritten, PING_SENT, PingSent, note};
use tokio::time::sleep;

type Log = Arc<Mutex<Vec<String>>>;

async fn fails(_: Arc<PingSent>, _: Arc<Metadata>) -> Result<(), Error> {
    sleep(Duration::from_millis(1)).await;
    Err("offline".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn receivers_are_awaited_in_order_and_apart() {
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
        PING_SENT.connect(move |_, _| late.lock().unwrap().push("last".to_owned())).guard(),
    ];
    // It can be spawned: the future is Send.
    let sent = tokio::spawn(async { PING_SENT.send_async(PingSent { number: 7 }).await });
    let responses = sent.await.unwrap();
    assert_eq!(*log.lock().unwrap(), ["slow 7", "last"]);
    let causes: Vec<_> = responses.failures().map(|it| it.cause().to_string()).collect();
    assert_eq!(causes, ["offline", "panicked: not negative"]);
    assert_eq!(responses.iter().nth(1).unwrap().receiver, "slow");

    let failure = PING_SENT.send_async_strict(PingSent { number: 8 }).await.unwrap_err();
    assert!(failure.receiver().ends_with("fails"), "{failure}");
    assert_eq!(log.lock().unwrap().len(), 2);

    // A send that cannot await says so: nothing is lost in silence.
    let responses = PING_SENT.send(PingSent { number: 9 });
    let unheard = responses.failures().filter(|it| matches!(it.cause(), Cause::NotAwaited));
    assert_eq!(unheard.count(), 3);
}

#[annals::receiver(NOTE_WRITTEN)]
async fn declared(event: Arc<NoteWritten>, _: Arc<Metadata>) -> Result<(), Error> {
    sleep(Duration::from_millis(1)).await;
    if event.text == "refused" { Err("declared refuses".into()) } else { Ok(()) }
}

/// Not at the same time as the other that sends notes.
#[tokio::test]
async fn notes() {
    an_async_function_with_the_attribute_is_connected().await;
    a_slow_reader_is_told_what_it_lost().await;
}

async fn an_async_function_with_the_attribute_is_connected() {
    let responses = NOTE_WRITTEN.send_async(note("refused")).await;
    let failure = responses.failures().next().unwrap();
    assert_eq!(failure.receiver(), "asynchronous::declared");
    assert_eq!(failure.cause().to_string(), "declared refuses");
}

async fn a_slow_reader_is_told_what_it_lost() {
    let mut subscription = NOTE_WRITTEN.subscribe(2);
    let given = Metadata::of::<NoteWritten>();
    NOTE_WRITTEN.send_with(&given, note("a"));
    assert_eq!(subscription.next().await, Received::Event(note("a"), given.clone()));
    for text in ["b", "c", "d", "e", "f"] {
        NOTE_WRITTEN.send_with(&given, note(text));
    }
    assert_eq!(subscription.next().await, Received::Lagged(3));
    assert_eq!(subscription.next().await, Received::Event(note("e"), given.clone()));
    assert_eq!(subscription.next().await, Received::Event(note("f"), given.clone()));

    let waiting = tokio::spawn(async move { (subscription.next().await, subscription) });
    sleep(Duration::from_millis(5)).await;
    NOTE_WRITTEN.send_async_with(&given, note("g")).await;
    let (received, subscription) = waiting.await.unwrap();
    assert_eq!(received, Received::Event(note("g"), given));
    drop(subscription);
    assert_eq!(NOTE_WRITTEN.receivers(), 1, "only the declared one is left");
}
