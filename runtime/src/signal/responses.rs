//! What the receivers of one send answered.

use std::fmt;

use arc_swap::Guard;

use crate::event::{AnyEvent, EventDescriptor};
use crate::metadata::Metadata;
use crate::signal::entry::{Entry, List};
use crate::signal::failure::{Cause, Failure};

/// The responses of a send: one of each receiver that was called, in that order.
///
/// Nothing is allocated for receivers that succeed, however many there are. It names them from their list, so a
/// receiver that is disconnected is not dropped before it.
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
    /// Names the receivers; `None` if none was called.
    list: List,
    /// Apart, since a small value is returned faster, and most have none.
    failed: Option<Box<Failed>>,
}

#[derive(Default)]
pub(crate) struct Failed {
    /// Number of receivers that were called, if not all were.
    pub(crate) stopped_at: Option<usize>,
    /// In the order of the list, with the index there.
    pub(crate) failures: Vec<(usize, Failure)>,
}

/// The response of one receiver.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// Its name.
    pub receiver: &'a str,
    /// What came of it.
    pub outcome: Result<(), &'a Failure>,
}

impl Responses {
    /// Calls all receivers in the list; with `strict`, up to the first that fails.
    #[inline(always)]
    pub(crate) fn gather(
        descriptor: &EventDescriptor,
        list: List,
        event: &dyn AnyEvent,
        metadata: &Metadata,
        strict: bool,
    ) -> Self {
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

    /// What came of receivers that were called elsewhere.
    #[cfg(feature = "async")]
    pub(crate) fn of(list: List, failed: Option<Box<Failed>>) -> Self {
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

    /// The receivers that failed.
    pub fn failures(&self) -> impl ExactSizeIterator<Item = &Failure> {
        self.indexed().iter().map(|(_, failure)| failure)
    }

    /// The responses, in the order in which receivers were called.
    pub fn iter(&self) -> impl Iterator<Item = Response<'_>> {
        let mut failures = self.indexed().iter().peekable();
        self.entries().enumerate().map(move |(index, receiver)| {
            let failure = failures.next_if(|(at, _)| *at == index);
            Response { receiver, outcome: failure.map_or(Ok(()), |(_, failure)| Err(failure)) }
        })
    }

    /// The first failure as an error.
    pub fn into_result(mut self) -> Result<Self, Failure> {
        let Some(failed) = self.failed.take() else {
            return Ok(self);
        };
        let (_, failure) = failed.failures.into_iter().next().expect("it is made for a failure");
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
    /// Logs and notes a failure.
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

    /// Notes a failure, the first into a box made for it.
    #[cold]
    pub(crate) fn add(failed: &mut Option<Box<Self>>, index: usize, failure: Failure, last: bool) {
        let failed = failed.get_or_insert_default();
        failed.failures.push((index, failure));
        failed.stopped_at = last.then_some(index + 1);
    }
}

/// That of failures is apart, since most have none.
impl Drop for Responses {
    #[inline]
    fn drop(&mut self) {
        #[cold]
        #[inline(never)]
        fn forget(failed: Box<Failed>) {
            drop(failed);
        }
        if let Some(failed) = self.failed.take() {
            forget(failed);
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
