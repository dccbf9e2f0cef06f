//! A connected receiver, and how it is called.

use std::any::{Any, TypeId};
use std::panic::{AssertUnwindSafe, catch_unwind};
#[cfg(feature = "async")]
use std::pin::Pin;
use std::sync::Arc;

use arc_swap::Guard;

use crate::event::AnyEvent;
use crate::metadata::Metadata;
use crate::signal::failure::{Cause, Error};
use crate::signal::panics;

/// One of the receivers of a channel.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    pub(crate) name: Arc<str>,
    pub(crate) uid: Option<Arc<str>>,
    pub(crate) handler: Handler,
}

/// A receiver whose event's type is erased, so that sending is compiled once and not for each event.
#[derive(Clone)]
pub struct Handler {
    /// The type of the events that it takes; `None` if it takes any event.
    pub(crate) event: Option<TypeId>,
    /// `None` only during `drop`.
    call: Option<Call>,
}

#[derive(Clone)]
pub(crate) enum Call {
    Now(Arc<Receiver>),
    #[cfg(feature = "async")]
    Later(Arc<AsyncReceiver>),
}

/// A receiver that is called.
pub(crate) type Receiver = dyn Fn(&dyn AnyEvent, &Metadata) -> Result<(), Error> + Send + Sync;

/// A receiver that is called and awaited.
#[cfg(feature = "async")]
pub(crate) type AsyncReceiver = dyn Fn(Arc<dyn AnyEvent>, Arc<Metadata>) -> Answer + Send + Sync;
#[cfg(feature = "async")]
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// The receivers of a channel at some moment; `None` if there are none.
pub(crate) type List = Guard<Option<Arc<Box<[Entry]>>>>;

impl Handler {
    pub(crate) fn new(event: Option<TypeId>, call: Call) -> Self {
        Self { event, call: Some(call) }
    }

    #[inline]
    pub(crate) fn call(&self) -> &Call {
        self.call.as_ref().expect("only `drop` takes it")
    }
}

/// A handler may be dropped by whatever holds the last reference to a list, such as a send or a guard. They must not
/// panic because the `Drop` of a receiver does.
impl Drop for Handler {
    fn drop(&mut self) {
        let call = self.call.take();
        if let Err(error) = panics::catch(|| drop(call)) {
            let _ = panics::catch(|| tracing::error!(error, "a receiver panicked when dropped"));
        }
    }
}

impl Entry {
    /// Calls the receiver and catches its panics. The event must be of the type that it takes.
    #[inline]
    pub(crate) fn call(&self, event: &dyn AnyEvent, metadata: &Metadata) -> Result<(), Cause> {
        match self.handler.call() {
            // `AssertUnwindSafe`: a receiver is responsible for its own state after a panic.
            Call::Now(receive) => {
                match catch_unwind(AssertUnwindSafe(|| receive(event, metadata))) {
                    Ok(Ok(())) => Ok(()),
                    failed => caught(failed),
                }
            }
            #[cfg(feature = "async")]
            Call::Later(_) => Err(Cause::NotAwaited),
        }
    }
}

/// The result of a call, after its panics were caught. Rarely called for a success.
#[cold]
#[inline(never)]
pub(crate) fn caught(result: Result<Result<(), Error>, Box<dyn Any + Send>>) -> Result<(), Cause> {
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Cause::Error(error)),
        Err(payload) => Err(Cause::Panic(panics::message(payload))),
    }
}
