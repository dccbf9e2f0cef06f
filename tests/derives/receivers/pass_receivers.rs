//! Receivers of one event, of several and of any, with lifetimes and with other attributes.

mod shop;

use std::sync::atomic::{AtomicUsize, Ordering};

use annals::{AnyEvent, Error, Event, Metadata};
use shop::{PERSON_JOINED, PERSON_LEFT, PersonJoined, PersonLeft};

static CALLS: AtomicUsize = AtomicUsize::new(0);

fn call() {
    CALLS.fetch_add(1, Ordering::SeqCst);
}

#[annals::receiver(PERSON_JOINED)]
fn welcome(event: &PersonJoined, _: &Metadata) -> Result<(), Error> {
    if event.name.is_empty() { Err("nobody to welcome".into()) } else { Ok(call()) }
}

/// An error of its own.
#[annals::receiver(shop::PERSON_JOINED, dispatch_uid = "greet")]
#[inline(never)]
pub(crate) fn greet<'e>(event: &'e PersonJoined, _: &Metadata) -> Result<(), std::fmt::Error> {
    let _: &'e str = &event.name;
    Ok(call())
}

#[annals::receiver(PERSON_JOINED, PERSON_LEFT)]
fn generic<E: Event>(_: &E, _: &Metadata) {
    call();
}

#[annals::receiver(PERSON_JOINED, PERSON_LEFT)]
fn implied(_: &impl Event, _: &Metadata) {
    call();
}

#[annals::receiver(PERSON_JOINED, PERSON_LEFT)]
fn any(event: &dyn AnyEvent, _: &Metadata) -> Result<(), annals::JsonError> {
    event.to_json()?;
    Ok(call())
}

#[annals::receiver]
fn configured(_: &PersonLeft, _: &Metadata) {}

#[annals::receiver]
fn configured_any(_: &dyn AnyEvent, _: &Metadata) {}

#[annals::receiver(PERSON_LEFT)]
fn unfinished(_: &PersonLeft, _: &Metadata) {
    unimplemented!()
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let responses = PERSON_JOINED.send(PersonJoined { id: 7, name: "Ada".to_owned() });
    assert_eq!((responses.len(), responses.is_ok()), (5, true));
    let responses = PERSON_LEFT.send(PersonLeft { id: 7 });
    assert_eq!((responses.len(), responses.failures().len()), (4, 1));
    assert_eq!(CALLS.load(Ordering::SeqCst), 8);
}
