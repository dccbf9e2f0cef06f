//! The responses of the receivers to one send.

use std::fmt;

use arc_swap::Guard;

use crate::event::{AnyEvent, EventDescriptor};
use crate::metadata::Metadata;
use crate::signal::depth::Nested;
use crate::signal::entry::{Entry, List};
use crate::signal::failure::{Cause, Failure};

/// The responses of a send: one for each receiver that was called, in the order of the calls.
///
/// Receivers that succeed cost no allocation. The responses refer to the list of receivers, so a receiver that is
/// disconnected is dropped only after them.
///
/// ```
/// # use annals::signal::Responses;
/// fn report(responses: &Responses) {
///     for response in responses {
///         match response.outcome {
///             Ok(()) => println!("{} is done", response.receiver),
///             Err(failure) => println!("{failure}"),
///         }
///     }
/// }
/// ```
pub struct Responses {
    /// The receivers, for their names; `None` if none was called.
    list: List,
    /// Boxed, because most sends have no failure, and a small `Responses` is returned faster.
    failed: Option<Box<Failed>>,
}

#[derive(Default)]
pub(crate) struct Failed {
    /// Number of receivers that were called, if a strict send stopped.
    pub(crate) stopped_at: Option<usize>,
    /// With the index of the receiver in the list, ascending.
    pub(crate) failures: Vec<(usize, Failure)>,
}

/// The response of one receiver.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// Name of the receiver.
    pub receiver: &'a str,
    /// Whether it succeeded.
    pub outcome: Result<(), &'a Failure>,
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

    /// The responses of receivers that were awaited.
    #[cfg(feature = "async")]
    pub(crate) fn new(list: List, failed: Option<Box<Failed>>) -> Self {
        Self { list, failed }
    }

    /// Number of receivers that were called.
    pub fn len(&self) -> usize {
        let all = self.list.as_deref().map_or(0, |list| list.len());
        self.failed.as_ref().and_then(|failed| failed.stopped_at).unwrap_or(all)
    }

    /// True if no receiver was called.
    pub fn is_empty(&self) -> bool {
        self.list.is_none()
    }

    /// True if no receiver failed.
    pub const fn is_ok(&self) -> bool {
        self.failed.is_none()
    }

    /// The failures, in the order of the calls.
    pub fn failures(&self) -> impl ExactSizeIterator<Item = &Failure> {
        self.indexed().iter().map(|(_, failure)| failure)
    }

    /// The responses, in the order of the calls.
    pub fn iter(&self) -> impl Iterator<Item = Response<'_>> {
        let mut failures = self.indexed().iter().peekable();
        self.entries().enumerate().map(move |(index, receiver)| {
            let failure = failures.next_if(|(at, _)| *at == index);
            Response { receiver, outcome: failure.map_or(Ok(()), |(_, failure)| Err(failure)) }
        })
    }

    /// Returns the first failure as an error.
    ///
    /// # Errors
    ///
    /// The first failure. The others are dropped; each was logged.
    pub fn into_result(mut self) -> Result<Self, Failure> {
        let Some(failed) = self.failed.take() else {
            return Ok(self);
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
        let failure = Failure::logged(descriptor.event_type, &entry.name, cause);
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
    type Item = Response<'a>;
    type IntoIter = Box<dyn Iterator<Item = Response<'a>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl fmt::Debug for Responses {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}
