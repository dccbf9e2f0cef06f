//! Signals: sending an event to its receivers, inside one process. Between processes, a bus carries events; see
//! [`registry`](mod@crate::registry).
//!
//! Each event of a catalog has one signal, a `static` next to its type. A [`Signal`] has no size and no state of its
//! own: all signals of one event type are the same signal.
//!
//! ```
//! use annals::{Event, Signal};
//!
//! // Code that knows the event uses its static: `STUDENT_REGISTRATION_COMPLETED.send(…)`.
//! fn announce<E: Event>(signal: &Signal<E>, event: E) {
//!     let connection = signal.connect(|event, metadata| {
//!         println!("{:?} {event:?}", metadata.id());
//!     });
//!     for failure in signal.send(event).failures() {
//!         println!("{failure}");
//!     }
//!     connection.disconnect();
//! }
//! ```
//!
//! # What a send does
//!
//! - It checks the limits that the catalog sets on the event's fields, as every reader does. If a field is outside them,
//!   it calls no receiver, and the only response is the failure [`Cause::Invalid`]. Events without limits are not looked
//!   at; scalars cannot be constructed outside theirs.
//! - It calls the receivers one after another: first those declared with [`receiver`](macro@crate::receiver), then the
//!   others in the order in which they were connected.
//! - If a receiver returns an error or panics, the others are still called. The failure is logged through `tracing` and
//!   returned. The log contains the event type, the receiver's name and the error message, never the event's data.
//! - Async receivers are called and awaited by `send_async` only. If there is one, a plain `send` fails to call it: its
//!   response is the failure [`Cause::NotAwaited`].
//! - If there are no receivers, it only checks limits; if the signal is disabled, it does nothing. It does not even create
//!   metadata.
//! - A receiver may send, connect and disconnect. A send calls the receivers that are connected when it starts.
//! - No lock is held while a receiver runs, and sends do not wait for each other. Only the first send after a
//!   receiver was connected or disconnected takes a lock, to rebuild the list of receivers.
//! - A panic of a receiver's `Drop` is caught and logged.
//! - Sends are nested at most [`MAX_NESTED_SENDS`] deep on one thread, so receivers that send each other events without
//!   end fail. Sends from another thread or task are not nested: there, such receivers go on without end.
//!
//! Panics are caught only if the program is built with `panic = "unwind"`, which is the default.

pub(crate) mod attribute;
pub(crate) mod channel;
mod connection;
mod depth;
pub(crate) mod dispatch;
mod entry;
mod failure;
mod linked;
mod options;
mod panics;
mod receive;
mod responses;
#[cfg(feature = "testing")]
pub(crate) mod scope;

#[cfg(feature = "async")]
pub(crate) mod asynchronous;
#[cfg(feature = "async")]
mod awaited;
#[cfg(not(feature = "async"))]
pub(crate) mod awaits;
#[cfg(feature = "async")]
mod subscription;

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;

use crate::event::{Event, EventDescriptor};
use crate::metadata::Metadata;

#[doc(hidden)]
pub use channel::{Channel, ChannelOf};
pub use connection::{Connection, ConnectionGuard};
pub use depth::MAX_NESTED_SENDS;
#[doc(hidden)]
pub use entry::Handler;
pub use failure::{Cause, Error, Failure};
#[doc(hidden)]
pub use linked::LinkedReceiver;
#[cfg(feature = "config")]
pub(crate) use linked::named;
pub use options::Options;
pub use receive::{Outcome, Receive};
#[doc(hidden)]
pub use receive::{any_handler, handler};
pub use responses::Responses;
#[cfg(feature = "async")]
pub use subscription::{Received, Subscription};

/// The signal of the events of type `E`; see the [module](self).
pub struct Signal<E>(PhantomData<fn(E) -> E>);

impl<E: Event> Signal<E> {
    /// The signal of `E`.
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// What the catalog says about the event.
    pub fn descriptor(&self) -> &'static EventDescriptor {
        E::channel().descriptor()
    }

    /// Calls every receiver, with new metadata. An event that is outside its limits is not sent.
    #[inline]
    pub fn send(&self, event: E) -> Responses {
        dispatch::send(event, None, false)
    }

    /// Calls every receiver with the given metadata. Use it to replay events, to forward events from a bus, or to
    /// send an event that happened earlier.
    #[inline]
    pub fn send_with(&self, metadata: impl Borrow<Metadata>, event: E) -> Responses {
        dispatch::send(event, Some(metadata.borrow()), false)
    }

    /// Calls the receivers until one fails, and returns how many were called.
    ///
    /// # Errors
    ///
    /// The failure of that receiver, or that the event is outside its limits.
    #[inline]
    pub fn send_strict(&self, event: E) -> Result<usize, Failure> {
        dispatch::send(event, None, true).into_result()
    }

    /// Like [`send_strict`](Self::send_strict), with the given metadata.
    ///
    /// # Errors
    ///
    /// The failure of that receiver, or that the event is outside its limits.
    #[inline]
    pub fn send_with_strict(
        &self,
        metadata: impl Borrow<Metadata>,
        event: E,
    ) -> Result<usize, Failure> {
        dispatch::send(event, Some(metadata.borrow()), true).into_result()
    }

    /// Connects a function or a closure. It stays connected when the [`Connection`] is dropped.
    pub fn connect<R, O>(&self, receiver: R) -> Connection
    where
        R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        self.connect_with(Options::new(), receiver)
    }

    /// Connects a function or a closure with options.
    ///
    /// If a receiver of this signal already has the same `dispatch_uid`, the new one is dropped, and the connection
    /// returned is that of the existing receiver.
    pub fn connect_with<R, O>(&self, options: Options, receiver: R) -> Connection
    where
        R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        let options = options.or_name(std::any::type_name::<R>());
        dispatch::current(E::channel()).connect(options, handler(receiver))
    }

    /// Disconnects the receiver with this `dispatch_uid`. Returns false if there is none.
    pub fn disconnect(&self, dispatch_uid: &str) -> bool {
        dispatch::current(E::channel()).disconnect_uid(dispatch_uid)
    }

    /// Enables the signal again after [`disable`](Self::disable).
    pub fn enable(&self) {
        dispatch::current(E::channel()).set_enabled(true);
    }

    /// Disables the signal: sending calls no receiver and returns no responses.
    pub fn disable(&self) {
        dispatch::current(E::channel()).set_enabled(false);
    }

    /// True unless the signal is disabled.
    pub fn is_enabled(&self) -> bool {
        dispatch::current(E::channel()).is_enabled()
    }

    /// Number of connected receivers.
    pub fn receivers(&self) -> usize {
        dispatch::current(E::channel()).len()
    }
}

impl<E: Event> Default for Signal<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for Signal<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Signal<E> {}

impl<E: Event> fmt::Debug for Signal<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signal({})", self.descriptor().name)
    }
}
