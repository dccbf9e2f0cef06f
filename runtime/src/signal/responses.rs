//! What the receivers of one send answered.

use std::fmt;

use crate::event::{AnyEvent, EventDescriptor};
use crate::metadata::Metadata;
use crate::signal::channel::ListGuard;
use crate::signal::entry::Entry;
use crate::signal::failure::Failure;

/// The responses of a send: one of each receiver that was called, in that order.
///
/// Nothing is allocated for receivers that succeed, however many there are.
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
#[derive(Default)]
pub struct Responses {
    called: usize,
    /// Names the receivers; `None` if none was called.
    list: Option<ListGuard>,
    /// In the order of the list, with the index there.
    failures: Vec<(usize, Failure)>,
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
    #[inline]
    pub(crate) fn gather(
        descriptor: &EventDescriptor,
        list: ListGuard,
        event: &dyn AnyEvent,
        metadata: &Metadata,
        strict: bool,
    ) -> Self {
        let mut failures = Vec::new();
        let entries: &[Entry] = list.as_deref().map_or(&[], |list| list);
        let mut called = entries.len();
        for (index, entry) in entries.iter().enumerate() {
            if let Err(cause) = entry.call(event, metadata) {
                failures.push((index, Failure::logged(descriptor.event_type, &entry.name, cause)));
                if strict {
                    called = index + 1;
                    break;
                }
            }
        }
        Self { called, list: Some(list), failures }
    }

    /// What came of receivers that were called elsewhere.
    #[cfg(feature = "async")]
    pub(crate) fn of(list: ListGuard, called: usize, failures: Vec<(usize, Failure)>) -> Self {
        Self { called, list: Some(list), failures }
    }

    /// Number of receivers that were called.
    pub const fn len(&self) -> usize {
        self.called
    }

    /// True if no receiver was called.
    pub const fn is_empty(&self) -> bool {
        self.called == 0
    }

    /// True if no receiver failed.
    pub const fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }

    /// The receivers that failed.
    pub fn failures(&self) -> impl ExactSizeIterator<Item = &Failure> {
        self.failures.iter().map(|(_, failure)| failure)
    }

    /// The responses, in the order in which receivers were called.
    pub fn iter(&self) -> impl Iterator<Item = Response<'_>> {
        let mut failures = self.failures.iter().peekable();
        self.entries().enumerate().map(move |(index, receiver)| {
            let failure = failures.next_if(|(at, _)| *at == index);
            Response { receiver, outcome: failure.map_or(Ok(()), |(_, failure)| Err(failure)) }
        })
    }

    /// The first failure as an error.
    pub fn into_result(self) -> Result<Self, Failure> {
        if self.failures.is_empty() {
            return Ok(self);
        }
        let (_, failure) = self.failures.into_iter().next().expect("there is a first failure");
        Err(failure)
    }

    fn entries(&self) -> impl Iterator<Item = &str> {
        let list = self.list.as_ref().and_then(|list| (**list).as_ref());
        list.into_iter().flat_map(|list| list.iter()).take(self.called).map(|entry| &*entry.name)
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
