//! Functions and closures as receivers.

use std::any::TypeId;
use std::sync::Arc;

use crate::event::{AnyEvent, Event};
use crate::metadata::Metadata;
use crate::signal::entry::{Call, Handler, Receiver};
use crate::signal::failure::Error;

/// What a receiver may return: nothing, or a `Result` without a value.
#[diagnostic::on_unimplemented(
    message = "a receiver returns nothing or a `Result<(), E>`, but this one returns `{Self}`",
    label = "not what a receiver returns",
    note = "`E` is `annals::Error` or any type that converts to it"
)]
pub trait Outcome {
    /// Converts to a `Result`.
    fn into_result(self) -> Result<(), Error>;
}

impl Outcome for () {
    #[inline]
    fn into_result(self) -> Result<(), Error> {
        Ok(())
    }
}

impl<E: Into<Error>> Outcome for Result<(), E> {
    #[inline]
    fn into_result(self) -> Result<(), Error> {
        self.map_err(Into::into)
    }
}

/// Lets a receiver's body be just `todo!()`.
impl Outcome for Never {
    fn into_result(self) -> Result<(), Error> {
        self
    }
}

/// The type `!`, which stable Rust cannot name.
type Never = <fn() -> ! as Returns>::Value;

/// What a function pointer returns.
pub trait Returns {
    /// What it returns.
    type Value;
}

impl<T> Returns for fn() -> T {
    type Value = T;
}

/// Functions and closures that receive events of type `E`.
#[diagnostic::on_unimplemented(
    message = "this does not receive `{E}`: expected `fn(&{E}, &annals::Metadata)`, found `{Self}`",
    label = "expected `fn(&{E}, &annals::Metadata)`",
    note = "it may return nothing or `Result<(), annals::Error>`"
)]
pub trait Receive<E>: Send + Sync + 'static {
    /// Receives an event.
    fn receive(&self, event: &E, metadata: &Metadata) -> Result<(), Error>;
}

impl<E, R, O> Receive<E> for R
where
    R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
    O: Outcome,
{
    #[inline]
    fn receive(&self, event: &E, metadata: &Metadata) -> Result<(), Error> {
        self(event, metadata).into_result()
    }
}

/// Erases the event's type.
pub fn handler<E: Event>(receiver: impl Receive<E>) -> Handler {
    let call: Arc<Receiver> = Arc::new(move |event, metadata| {
        debug_assert!(event.downcast_ref::<E>().is_some(), "the event is of another type");
        // SAFETY: only a channel calls a handler. `Channel::assert_takes` admits this handler only to a channel whose
        // events are of type `E`. An event reaches only the channel of its own type: `E::channel()` returns a
        // `ChannelOf<E>`, and `AnyEvent` is sealed. So `event` is an `E`. A checked downcast would be a third of the
        // cost of a call.
        let event = unsafe { &*std::ptr::from_ref(event).cast::<E>() };
        receiver.receive(event, metadata)
    });
    Handler::new(Some(TypeId::of::<E>()), Call::Now(call))
}

/// A receiver of any event.
pub fn any_handler<R, O>(receiver: R) -> Handler
where
    R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
    O: Outcome,
{
    let call: Arc<Receiver> =
        Arc::new(move |event, metadata| receiver(event, metadata).into_result());
    Handler::new(None, Call::Now(call))
}
