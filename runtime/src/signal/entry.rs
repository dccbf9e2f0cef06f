//! One connected receiver, and how it is called.

use std::any::{Any, TypeId};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::event::AnyEvent;
use crate::metadata::Metadata;
use crate::signal::failure::{Cause, Error};

/// A receiver among those of a channel.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    pub(crate) name: Arc<str>,
    pub(crate) uid: Option<Arc<str>>,
    pub(crate) handler: Handler,
}

/// A receiver whose event's type is erased, so that sending is compiled once, not for each event.
#[derive(Clone)]
pub struct Handler {
    /// The type of the events that it takes; `None` if it takes any.
    pub(crate) event: Option<TypeId>,
    pub(crate) call: Call,
}

#[derive(Clone)]
pub(crate) enum Call {
    Now(Arc<Receiver>),
    #[cfg(feature = "async")]
    Later(Arc<crate::signal::asynchronous::Receiver>),
}

/// A receiver that is called and done.
pub(crate) type Receiver = dyn Fn(&dyn AnyEvent, &Metadata) -> Result<(), Error> + Send + Sync;

impl Entry {
    /// Calls it, with its panics caught. The event must be of the type that it takes.
    #[inline]
    pub(crate) fn call(&self, event: &dyn AnyEvent, metadata: &Metadata) -> Result<(), Cause> {
        match &self.handler.call {
            // What a receiver left half done when it panicked is its own affair.
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

/// What came of a call; hardly ever called for one that succeeded.
#[cold]
#[inline(never)]
pub(crate) fn caught(result: Result<Result<(), Error>, Box<dyn Any + Send>>) -> Result<(), Cause> {
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Cause::Error(error)),
        Err(payload) => Err(Cause::Panic(panic_message(payload))),
    }
}

#[cold]
fn panic_message(payload: Box<dyn Any + Send>) -> String {
    let message = match payload.downcast_ref::<&str>() {
        Some(text) => Some((*text).to_owned()),
        None => payload.downcast_ref::<String>().cloned(),
    };
    let _ = quietly(|| drop(payload));
    message.unwrap_or_else(|| "a value that is no text".to_owned())
}

/// Runs code of a user whose panic is of no interest; `None` for one.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    let payload = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(value) => return Some(value),
        Err(payload) => payload,
    };
    // What was thrown may panic again when it is dropped, and so may what that throws.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
    None
}
