//! What the code that `#[receiver]` emits calls.

use crate::event::Event;
use crate::metadata::Metadata;
use crate::signal::Signal;
use crate::signal::channel::Channel;
use crate::signal::entry::Handler;
use crate::signal::receive::{Outcome, Receive, handler};

// What `#[receiver]` calls: the signal decides the type of the event.

/// The channel of a signal.
pub fn channel_of<E: Event>(_: &Signal<E>) -> &'static Channel {
    E::channel()
}

/// For a function of one type: one that does not fit is named in the message.
pub fn handler_for<E: Event, R: Receive<E>>(_: &Signal<E>, receiver: R) -> Handler {
    handler(receiver)
}

/// For a closure around a function of several types: the bound decides the closure's parameters.
pub fn handler_with<E, R, O>(_: &Signal<E>, receiver: R) -> Handler
where
    E: Event,
    R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
    O: Outcome,
{
    handler(receiver)
}

// Without a signal, the function decides.

/// The channel of the only event that a function can receive.
pub fn channel_received<E, R, O>(_: R) -> &'static Channel
where
    E: Event,
    R: Fn(&E, &Metadata) -> O,
    O: Outcome,
{
    E::channel()
}

/// Erases the event's type.
pub fn handler_received<E, R, O>(receiver: R) -> Handler
where
    E: Event,
    R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
    O: Outcome,
{
    handler(receiver)
}
