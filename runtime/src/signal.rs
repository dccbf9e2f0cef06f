//! Signals: an event in, every receiver called, a response of each out.
//!
//! Each event of a catalog has one signal, a `static` beside its type. A [`Signal`] is only a name for it: it has no
//! size, and all signals of one event type are the same.
//!
//! ```
//! use annals::{Event, Signal};
//!
//! // Where the event is known, its signal is its static: `STUDENT_REGISTRATION_COMPLETED.send(…)`.
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
//! - Receivers are called one after another, those of [`receiver`](macro@crate::receiver) first, then in the order in
//!   which they were connected.
//! - An error or a panic of one does not reach the others: it is logged through `tracing` and returned.
//!   The log has the event type, the receiver and the message of the error, never the event's data.
//! - With nobody listening, or on a disabled signal, nothing is done: not even the metadata is made.
//! - A receiver may send, connect and disconnect. The receivers of a send are those at its beginning.
//! - No lock is held while a receiver runs. Nor does a send wait for another; only the first one after a change of
//!   the receivers takes a lock, to gather them.
//!
//! A panic can be caught only where the program is built to unwind, which is the default.

pub(crate) mod attribute;
pub(crate) mod channel;
mod connection;
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
pub use responses::{Response, Responses};
#[cfg(feature = "async")]
pub use subscription::{Received, Subscription};

/// The signal of the events of type `E`; see the [module](self).
pub struct Signal<E>(PhantomData<fn(E) -> E>);

impl<E: Event> Signal<E> {
    /// The signal of `E`, wherever it is made.
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// What the catalog says about the event.
    pub fn descriptor(&self) -> &'static EventDescriptor {
        E::channel().descriptor()
    }

    /// Calls every receiver, with metadata made now.
    #[inline]
    pub fn send(&self, event: E) -> Responses {
        dispatch::send(event, None, false)
    }

    /// Calls every receiver with this metadata: for replays, for buses, and for an event that happened earlier.
    #[inline]
    pub fn send_with(&self, metadata: impl Borrow<Metadata>, event: E) -> Responses {
        dispatch::send(event, Some(metadata.borrow()), false)
    }

    /// Calls receivers up to the first that fails, and returns that failure.
    #[inline]
    pub fn send_strict(&self, event: E) -> Result<Responses, Failure> {
        dispatch::send(event, None, true).into_result()
    }

    /// [`send_with`](Self::send_with), but up to the first receiver that fails.
    #[inline]
    pub fn send_with_strict(
        &self,
        metadata: impl Borrow<Metadata>,
        event: E,
    ) -> Result<Responses, Failure> {
        dispatch::send(event, Some(metadata.borrow()), true).into_result()
    }

    /// Connects a function or a closure. It stays connected if the result is dropped.
    pub fn connect<R, O>(&self, receiver: R) -> Connection
    where
        R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        self.connect_with(Options::new(), receiver)
    }

    /// Connects with options. A receiver whose `dispatch_uid` is taken on this signal is dropped; the connection is
    /// then that of the other.
    pub fn connect_with<R, O>(&self, options: Options, receiver: R) -> Connection
    where
        R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        let options = options.or_name(std::any::type_name::<R>());
        dispatch::current(E::channel()).connect(options, handler(receiver))
    }

    /// Disconnects the receiver with this `dispatch_uid`; false if there is none.
    pub fn disconnect(&self, dispatch_uid: &str) -> bool {
        dispatch::current(E::channel()).disconnect_uid(dispatch_uid)
    }

    /// Lets events through again.
    pub fn enable(&self) {
        dispatch::current(E::channel()).set_enabled(true);
    }

    /// Makes every send do nothing and return nothing.
    pub fn disable(&self) {
        dispatch::current(E::channel()).set_enabled(false);
    }

    /// True unless it was disabled.
    pub fn is_enabled(&self) -> bool {
        dispatch::current(E::channel()).is_enabled()
    }

    /// Number of receivers.
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
