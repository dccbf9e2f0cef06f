//! Are events of one event type but different Rust types, as in two versions of a crate, kept apart?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]
#![expect(clippy::duplicate_mod, reason = "this tests two versions of one crate")]
#![forbid(unsafe_code)]

mod events;
/// The same events again, as if from another version of their crate.
#[path = "events/mod.rs"]
mod other;

use std::sync::atomic::{AtomicUsize, Ordering};

use annals::{Metadata, registry};
use events::{PING_SENT, PingSent};

static DECLARED: AtomicUsize = AtomicUsize::new(0);

#[annals::receiver(PING_SENT)]
fn declared(_: &PingSent, _: &Metadata) {
    DECLARED.fetch_add(1, Ordering::SeqCst);
}

#[test]
fn a_receiver_gets_only_events_of_its_own_type() {
    let guard = other::PING_SENT.connect(|event, _| assert_eq!(event.number, 2)).guard();
    assert_eq!(PING_SENT.send(PingSent { number: 1 }).len(), 1);
    assert_eq!(DECLARED.load(Ordering::SeqCst), 1);
    let responses = other::PING_SENT.send(other::PingSent { number: 2 });
    assert_eq!((responses.len(), responses.is_ok()), (1, true));
    assert_eq!(DECLARED.load(Ordering::SeqCst), 1);
    drop(guard);
    assert_eq!(registry().domain("learning").count(), 2, "one of each type");
}

#[cfg(feature = "testing")]
#[annals::test(enable = [PING_SENT, other::PING_SENT])]
fn types_are_kept_apart_in_an_isolated_test() {
    PING_SENT.connect(|event, _| assert_eq!(event.number, 1));
    other::PING_SENT.connect(|event, _| assert_eq!(event.number, 2));
    assert_eq!(PING_SENT.send(PingSent { number: 1 }).len(), 1);
    assert_eq!(other::PING_SENT.send(other::PingSent { number: 2 }).len(), 1);
}

#[cfg(feature = "config")]
#[test]
fn types_are_kept_apart_in_a_configuration() {
    use annals::plugin::{Receivers, SignalsConfig};

    let text = "receivers: [{receiver_func_name: mine, signal_path: PING_SENT}]";
    let config = SignalsConfig::from_yaml(text).unwrap();
    let mine = Receivers::new().with("mine", |_: &PingSent, _: &Metadata| ());
    let others = Receivers::new().with("mine", |_: &other::PingSent, _: &Metadata| ());
    // The registry contains one of the two.
    let mut outcomes = [config.connect(&mine), config.connect(&others)];
    outcomes.sort_by_key(Result::is_ok);
    let [refused, connected] = outcomes;
    assert!(refused.unwrap_err().to_string().ends_with(".v1 of another version of its crate"));
    assert!(connected.unwrap()[0].disconnect());
}
