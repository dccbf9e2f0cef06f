//! Is an event that every reader would refuse refused when it is sent?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals::signal::Cause;
use annals::{AnyEvent, Event, Metadata, Record, Responses, Signal, registry};
use events::{NOTE_WRITTEN, PING_SENT, PingSent, note};
use learning::{Line, OrderPlaced, UserInvited};

/// The module of a domain, as in generated code.
pub mod learning {
    use std::collections::BTreeMap;

    /// At least one of something. Its parts are lines too.
    #[derive(annals::Record)]
    #[annals(record = "learning.Line")]
    pub struct Line {
        pub quantity: i32,
        pub parts: Vec<Line>,
    }

    #[derive(annals::Event)]
    #[annals(event = "test.learning.order.placed.v1")]
    pub struct OrderPlaced {
        pub lines: BTreeMap<String, Line>,
    }

    #[derive(annals::Event)]
    #[annals(event = "test.learning.user.invited.v1")]
    pub struct UserInvited {
        pub address: String,
    }
}

static ORDER_PLACED: Signal<OrderPlaced> = Signal::new();
static USER_INVITED: Signal<UserInvited> = Signal::new();

/// An order of one line, whose parts have these quantities.
fn order(quantities: &[i32]) -> OrderPlaced {
    let line = |&quantity: &i32| Line { quantity, parts: Vec::new() };
    let line = Line { quantity: 1, parts: quantities.iter().map(line).collect() };
    OrderPlaced { lines: [("lamp".to_owned(), line)].into() }
}

const REFUSED: &str = "test.learning.order.placed.v1 was not sent: \
                       lines[\"lamp\"].parts[1].quantity: less than 1";

/// Signals are shared by the process, so only one test runs at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The only response says that the event was not sent.
#[track_caller]
fn assert_refused(responses: &Responses) {
    assert_eq!((responses.len(), responses.is_ok(), responses.is_empty()), (1, false, false));
    let failures: Vec<_> = responses.failures().collect();
    let [failure] = failures[..] else { panic!("{failures:?}") };
    assert_eq!(failure.to_string(), REFUSED);
    assert!(matches!(failure.cause(), Cause::Invalid(_)) && failure.receiver().is_none());
    let all: Vec<_> = responses.iter().map(|response| response.unwrap_err().to_string()).collect();
    assert_eq!(all, [REFUSED]);
}

#[test]
fn a_send_refuses_what_readers_refuse() {
    let _alone = alone();
    // The first send of the process, when nothing is known about the signal.
    assert_refused(&ORDER_PLACED.send(order(&[1, 0])));
    assert!(ORDER_PLACED.send(order(&[1, 2])).is_empty());
    assert_refused(&ORDER_PLACED.send(order(&[1, 0])));

    let seen = Arc::new(Mutex::new(0));
    let sink = Arc::clone(&seen);
    let _guard = ORDER_PLACED.connect(move |_, _| *sink.lock().unwrap() += 1).guard();
    let metadata = Metadata::of::<OrderPlaced>();
    assert_refused(&ORDER_PLACED.send(order(&[1, 0])));
    assert_refused(&ORDER_PLACED.send_with(&metadata, order(&[1, 0])));
    let strict = ORDER_PLACED.send_strict(order(&[1, 0])).unwrap_err();
    assert_eq!(strict.to_string(), REFUSED);
    assert!(ORDER_PLACED.send_with_strict(&metadata, order(&[1, 0])).is_err());
    assert_eq!(*seen.lock().unwrap(), 0);
    assert_eq!(ORDER_PLACED.send(order(&[])).into_result().unwrap(), 1);
    assert_eq!(ORDER_PLACED.send_strict(order(&[1, 2])).unwrap(), 1);
    assert_eq!(*seen.lock().unwrap(), 2);
}

#[test]
fn a_string_that_is_not_in_its_format_is_refused() {
    let _alone = alone();
    let invited = |address: &str| UserInvited { address: address.to_owned() };
    let good = invited("ada@example.org");
    assert!(good.validate().is_ok() && USER_INVITED.send(good).is_empty());
    // The second has a local part of 65 characters.
    for address in ["ada", &format!("{}@example.org", "a".repeat(65))] {
        let responses = USER_INVITED.send(invited(address));
        let failure = responses.failures().next().unwrap();
        assert!(matches!(failure.cause(), Cause::Invalid(_)));
        let error = "address: is not in the format `email`";
        let refused = format!("test.learning.user.invited.v1 was not sent: {error}");
        assert_eq!(failure.to_string(), refused);
        let event = invited(address);
        assert_eq!(event.validate().unwrap_err().to_string(), error);
        assert_eq!(
            UserInvited::from_json_value(&event.to_json_value().unwrap()).unwrap_err().to_string(),
            error
        );
        assert!(UserInvited::from_avro(&event.to_avro()).is_err());
    }
}

#[test]
fn an_event_of_any_type_is_refused() {
    let _alone = alone();
    let _guard = ORDER_PLACED.connect(|_, _| panic!("it is not called")).guard();
    let any = |event: OrderPlaced| -> Arc<dyn AnyEvent> { Arc::new(event) };
    assert_refused(&any(order(&[1, 0])).send());
    assert_refused(&any(order(&[1, 0])).send_with(&Metadata::of::<OrderPlaced>()));
    let event = registry().by_name("ORDER_PLACED").unwrap();
    let text = order(&[1, 0]).to_json().unwrap();
    let error = event.send_json(&text).unwrap_err();
    assert_eq!(error.to_string(), "lines[\"lamp\"].parts[1].quantity: less than 1");
    assert!(event.send_avro(&order(&[1, 0]).to_avro()).is_err());
}

#[test]
fn a_disabled_signal_does_not_look_at_the_event() {
    let _alone = alone();
    ORDER_PLACED.disable();
    let responses = ORDER_PLACED.send(order(&[1, 0]));
    ORDER_PLACED.enable();
    assert!(responses.is_empty() && responses.is_ok());
}

#[test]
fn only_events_with_limits_are_checked() {
    assert!(OrderPlaced::DESCRIPTOR.has_limits());
    assert!(!PingSent::DESCRIPTOR.has_limits());
    let _alone = alone();
    let _guards = [PING_SENT.connect(|_, _| ()).guard(), NOTE_WRITTEN.connect(|_, _| ()).guard()];
    assert_eq!(PING_SENT.send(PingSent { number: i64::MIN }).into_result().unwrap(), 1);
    assert_eq!(NOTE_WRITTEN.send(note("")).into_result().unwrap(), 1);
}

#[test]
fn what_is_written_can_be_checked_first() {
    let [good, bad] = [order(&[1, 2]), order(&[1, 0])];
    assert!(bad.to_json().is_ok() && !bad.to_avro().is_empty());
    assert_eq!(good.validate().unwrap().to_avro(), good.to_avro());
    let error = bad.validate().and_then(Record::to_json).unwrap_err();
    assert_eq!(error.to_string(), "lines[\"lamp\"].parts[1].quantity: less than 1");
    let [good, bad]: [&dyn AnyEvent; 2] = [&good, &bad];
    assert_eq!(good.validate().unwrap().to_avro(), good.to_avro());
    assert_eq!(bad.validate().unwrap_err(), error);
}

#[cfg(feature = "testing")]
#[test]
fn an_event_that_is_not_sent_fails_a_test() {
    use annals::testing::{Scope, assert_not_sent};

    let _alone = alone();
    let scope = Scope::new().enable(&ORDER_PLACED);
    let send = || scope.run(|| ORDER_PLACED.send(order(&[1, 0])).is_ok());
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(send)).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), REFUSED);
    let scope = scope.lenient();
    scope.run(|| {
        assert_refused(&ORDER_PLACED.send(order(&[1, 0])));
        assert!(ORDER_PLACED.send_strict(order(&[1, 0])).is_err());
        assert_not_sent!(ORDER_PLACED);
    });
}

#[cfg(all(feature = "async", feature = "testing"))]
#[tokio::test]
async fn a_send_that_awaits_refuses_too() {
    // Its own scope, since the lock of the other tests must not be held across an await.
    let never = |_, _| async { panic!("it is not called") };
    let scope = annals::testing::Scope::new().enable(&ORDER_PLACED).lenient();
    scope
        .carry(async {
            ORDER_PLACED.connect_async(never);
            assert_refused(&ORDER_PLACED.send_async(order(&[1, 0])).await);
            assert!(ORDER_PLACED.send_async_strict(order(&[1, 0])).await.is_err());
            let any: Arc<dyn AnyEvent> = Arc::new(order(&[1, 0]));
            assert_refused(&any.send_async().await);
        })
        .await;
    assert!(scope.sent(&ORDER_PLACED).is_empty());
}
