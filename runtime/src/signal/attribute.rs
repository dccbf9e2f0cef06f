//! Functions that the code emitted by `#[receiver]` calls.

use crate::event::Event;
use crate::metadata::Metadata;
use crate::signal::Signal;
use crate::signal::channel::Channel;
use crate::signal::entry::Handler;
use crate::signal::receive::{Outcome, Receive, handler};

// With a signal, which determines the event's type.

/// The channel of a signal.
pub fn channel_of<E: Event>(_: &Signal<E>) -> &'static Channel {
    E::channel()
}

/// For a function that takes one type of event. The compiler's message names a function that does not fit.
pub fn handler_for<E: Event, R: Receive<E>>(_: &Signal<E>, receiver: R) -> Handler {
    handler(receiver)
}

/// For a closure around a function that takes several types. The bound determines the closure's parameters.
pub fn handler_with<E, R, O>(_: &Signal<E>, receiver: R) -> Handler
where
    E: Event,
    R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
    O: Outcome,
{
    handler(receiver)
}

// Without a signal: the function determines the event's type.

/// The channel of the only event that a function takes.
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
