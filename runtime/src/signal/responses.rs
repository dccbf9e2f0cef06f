//! The responses of the receivers to one send.

use std::fmt;

use arc_swap::Guard;

use crate::event::{AnyEvent, EventDescriptor};
use crate::json::JsonError;
use crate::metadata::Metadata;
use crate::signal::depth::Nested;
use crate::signal::entry::{Entry, List};
use crate::signal::failure::{Cause, Failure};

/// The responses of a send: one for each receiver, in the order of the calls.
///
/// An event that is outside its limits has a single response: the [failure](Failure) that it was not sent.
///
/// Every failure was logged, so a sender that does not react to failures says so with `let _ = signal.send(event);`.
///
/// Receivers that succeed cost no allocation. The responses refer to the list of receivers, so a receiver that is
/// disconnected is dropped only after them.
///
/// ```
/// # use annals::signal::Responses;
/// fn report(responses: &Responses) {
///     for response in responses {
///         match response {
///             Ok(receiver) => println!("{receiver} is done"),
///             Err(failure) => println!("{failure}"),
///         }
///     }
/// }
/// ```
#[must_use = "a receiver may have failed, or the event was not sent; use `let _ = …` if a log of that is enough"]
pub struct Responses {
    /// The receivers, for their names; `None` if none was called.
    list: List,
    /// Boxed, because most sends have no failure, and a small `Responses` is returned faster.
    failed: Option<Box<Failed>>,
}

#[derive(Default)]
pub(crate) struct Failed {
    /// Number of responses, if there is none for the rest of the receivers.
    pub(crate) stopped_at: Option<usize>,
    /// With the index of the response, ascending.
    pub(crate) failures: Vec<(usize, Failure)>,
}

impl Responses {
    /// Calls the receivers in the list. If `strict`, stops at the first that fails.
    #[inline(always)]
    pub(crate) fn of_calls(
        descriptor: &EventDescriptor,
        list: List,
        event: &dyn AnyEvent,
        metadata: &Metadata,
        strict: bool,
    ) -> Self {
        let Some(_nested) = Nested::enter() else {
            return Self::too_deep(descriptor, list, strict);
        };
        let entries: &[Entry] = list.as_deref().map_or(&[], |list| list);
        let mut failed = None;
        for (index, entry) in entries.iter().enumerate() {
            if let Err(cause) = entry.call(event, metadata) {
                Failed::log(&mut failed, descriptor, entry, index, cause, strict);
                if strict {
                    break;
                }
            }
        }
        Self { list, failed }
    }

    /// The responses of receivers that are not called, because sends are nested too deeply.
    #[cold]
    #[inline(never)]
    fn too_deep(descriptor: &EventDescriptor, list: List, strict: bool) -> Self {
        let mut failed = None;
        let entries = list.iter().flat_map(|list| list.iter()).enumerate();
        for (index, entry) in entries.take(if strict { 1 } else { usize::MAX }) {
            Failed::log(&mut failed, descriptor, entry, index, Cause::TooDeep, strict);
        }
        Self { list, failed }
    }

    /// The response of an event that is not sent.
    #[cold]
    #[inline(never)]
    pub(crate) fn refused(descriptor: &EventDescriptor, error: JsonError) -> Self {
        let failure = Failure::logged(descriptor.event_type, None, Cause::Invalid(error));
        let mut failed = None;
        Failed::add(&mut failed, 0, failure, true);
        Self { list: Guard::from_inner(None), failed }
    }

    /// The responses of receivers that were awaited.
    #[cfg(feature = "async")]
    pub(crate) fn new(list: List, failed: Option<Box<Failed>>) -> Self {
        Self { list, failed }
    }

    /// Number of responses.
    pub fn len(&self) -> usize {
        let all = self.list.as_deref().map_or(0, |list| list.len());
        self.failed.as_ref().and_then(|failed| failed.stopped_at).unwrap_or(all)
    }

    /// True if there are no responses: the signal has no receivers, or it is disabled.
    pub fn is_empty(&self) -> bool {
        self.list.is_none() && self.failed.is_none()
    }

    /// True if the event was sent and no receiver failed.
    pub const fn is_ok(&self) -> bool {
        self.failed.is_none()
    }

    /// The failures, in the order of the calls.
    pub fn failures(&self) -> impl ExactSizeIterator<Item = &Failure> {
        self.indexed().iter().map(|(_, failure)| failure)
    }

    /// The responses, in the order of the calls: the name of each receiver that succeeded, or the failure.
    pub fn iter(&self) -> impl Iterator<Item = Result<&str, &Failure>> {
        let mut failures = self.indexed().iter().peekable();
        // An event that was not sent has a failure, but no receivers.
        let refused = failures.next_if(|(_, failure)| failure.receiver().is_none());
        let receivers = self.entries().enumerate().map(move |(index, receiver)| {
            let failure = failures.next_if(|(at, _)| *at == index);
            failure.map_or(Ok(receiver), |(_, failure)| Err(failure))
        });
        refused.map(|(_, failure)| Err(failure)).into_iter().chain(receivers)
    }

    /// The number of responses, or the first failure as an error.
    ///
    /// # Errors
    ///
    /// The first failure. The others are dropped; each was logged.
    pub fn into_result(mut self) -> Result<usize, Failure> {
        let Some(failed) = self.failed.take() else {
            return Ok(self.len());
        };
        let (_, failure) =
            failed.failures.into_iter().next().expect("`Failed` has at least one failure");
        Err(failure)
    }

    fn indexed(&self) -> &[(usize, Failure)] {
        self.failed.as_ref().map_or(&[], |failed| &failed.failures)
    }

    fn entries(&self) -> impl Iterator<Item = &str> {
        let list = self.list.iter().flat_map(|list| list.iter());
        list.take(self.len()).map(|entry| &*entry.name)
    }
}

impl Failed {
    /// Logs and adds a failure.
    #[cold]
    #[inline(never)]
    fn log(
        failed: &mut Option<Box<Self>>,
        descriptor: &EventDescriptor,
        entry: &Entry,
        index: usize,
        cause: Cause,
        last: bool,
    ) {
        let failure = Failure::logged(descriptor.event_type, Some(&entry.name), cause);
        Self::add(failed, index, failure, last);
    }

    /// Adds a failure, and makes the box for the first one.
    #[cold]
    pub(crate) fn add(failed: &mut Option<Box<Self>>, index: usize, failure: Failure, last: bool) {
        let failed = failed.get_or_insert_default();
        failed.failures.push((index, failure));
        failed.stopped_at = last.then_some(index + 1);
    }
}

/// Dropping the failures is a function of its own, which is not inlined, because most sends have none.
impl Drop for Responses {
    #[inline]
    fn drop(&mut self) {
        #[cold]
        #[inline(never)]
        fn drop_failed(failed: Box<Failed>) {
            drop(failed);
        }
        if let Some(failed) = self.failed.take() {
            drop_failed(failed);
        }
    }
}

impl Default for Responses {
    #[inline]
    fn default() -> Self {
        Self { list: Guard::from_inner(None), failed: None }
    }
}

impl<'a> IntoIterator for &'a Responses {
    type Item = Result<&'a str, &'a Failure>;
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl fmt::Debug for Responses {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}
