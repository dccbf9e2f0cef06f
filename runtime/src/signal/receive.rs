//! What can be a receiver.

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
    /// The same, in one form.
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

/// A receiver whose body is only `todo!()`.
impl Outcome for Never {
    fn into_result(self) -> Result<(), Error> {
        self
    }
}

/// `!`, which has no name of its own yet.
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
        debug_assert!(event.downcast_ref::<E>().is_some(), "the channel is of another type");
        // SAFETY: a handler is called by a channel only, which has let it in because it carries events of type `E`.
        // A `ChannelOf<E>` gives its events away to nobody else, and `AnyEvent` is sealed, so that an event finds
        // its own. Asking each event for its type again would be a third of what a call costs.
        let event = unsafe { &*std::ptr::from_ref(event).cast::<E>() };
        receiver.receive(event, metadata)
    });
    Handler { event: Some(TypeId::of::<E>()), call: Call::Now(call) }
}

/// A receiver of any event.
pub fn any_handler<R, O>(receiver: R) -> Handler
where
    R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
    O: Outcome,
{
    let call: Arc<Receiver> =
        Arc::new(move |event, metadata| receiver(event, metadata).into_result());
    Handler { event: None, call: Call::Now(call) }
}
