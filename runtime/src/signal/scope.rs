//! The scope of a test: its own channels, its options, and a record of what was sent.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::{fmt, mem};

use crate::event::{AnyEvent, Seal};
use crate::metadata::Metadata;
use crate::signal::channel::Channel;
use crate::signal::responses::Responses;

thread_local! {
    /// The scopes that this thread has entered, each with the id of its guard. The last one is the current scope.
    static ENTERED: RefCell<Vec<(u64, Scope)>> = const { RefCell::new(Vec::new()) };
}

/// The scope of a test; see the [module](crate::testing). A clone refers to the same scope.
#[derive(Clone)]
pub struct Scope(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// By the Rust type of their events.
    channels: Mutex<BTreeMap<TypeId, Arc<Channel>>>,
    sent: Mutex<Vec<AnySent>>,
    linked: AtomicBool,
    lenient: AtomicBool,
}

/// An event of any type that was sent in a scope.
#[derive(Clone)]
pub(crate) struct AnySent {
    pub(crate) event: Arc<dyn AnyEvent>,
    pub(crate) metadata: Metadata,
}

/// Keeps the current thread in a scope until it is dropped.
///
/// Of several guards on one thread, the last one that still exists determines the scope, in whichever order they are
/// dropped.
#[must_use = "the thread leaves the scope when this is dropped"]
pub struct Entered {
    /// `None` if the thread was ending.
    id: Option<u64>,
    thread: PhantomData<*const ()>,
}

impl Scope {
    /// A scope in which every signal is disabled.
    #[expect(clippy::new_without_default, reason = "a default would suggest no scope")]
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Connects the receivers that are declared with `#[receiver]`.
    #[must_use]
    pub fn linked(self) -> Self {
        let channels = lock(&self.0.channels);
        if !self.0.linked.swap(true, Ordering::Relaxed) {
            for channel in channels.values() {
                channel.relink();
            }
        }
        drop(channels);
        self
    }

    /// Makes sends return the failures of receivers, as they do outside of a scope, instead of panicking.
    #[must_use]
    pub fn lenient(self) -> Self {
        self.0.lenient.store(true, Ordering::Relaxed);
        self
    }

    /// The scope that this thread is in.
    pub fn current() -> Option<Self> {
        // While a thread ends, its thread-local variables may be gone. Then it is in no scope.
        let current = |entered: &RefCell<Vec<(u64, Self)>>| entered.borrow().last().cloned();
        ENTERED.try_with(current).ok().flatten().map(|(_, scope)| scope)
    }

    /// Enters the scope on this thread, until the result is dropped.
    pub fn enter(&self) -> Entered {
        // While a thread ends, its thread-local variables may be gone. Then it cannot enter a scope.
        let id = ENTERED.try_with(|entered| {
            let mut entered = entered.borrow_mut();
            // Ids ascend, so this one differs from those of all other guards.
            let id = entered.last().map_or(0, |(id, _)| id + 1);
            entered.push((id, self.clone()));
            id
        });
        Entered { id: id.ok(), thread: PhantomData }
    }

    /// Calls `work` in the scope.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        let _entered = self.enter();
        work()
    }

    /// Starts a thread in the scope.
    pub fn spawn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> JoinHandle<T> {
        let scope = self.clone();
        thread::spawn(move || scope.run(work))
    }

    /// Clears the record of what was sent.
    pub fn forget_sent(&self) {
        let sent = mem::take(&mut *lock(&self.0.sent));
        drop(sent);
    }

    pub(crate) fn all_sent(&self) -> Vec<AnySent> {
        lock(&self.0.sent).clone()
    }

    /// The scope's own channel for the event of `channel`.
    pub(crate) fn channel(&self, channel: &'static Channel) -> Arc<Channel> {
        let mut channels = lock(&self.0.channels);
        let channel = channels.entry(channel.event()).or_insert_with(|| {
            let channel = channel.isolated();
            if self.0.linked.load(Ordering::Relaxed) {
                channel.relink();
            }
            Arc::new(channel)
        });
        Arc::clone(channel)
    }

    pub(crate) fn send(
        &self,
        event: Arc<dyn AnyEvent>,
        metadata: Option<&Metadata>,
        strict: bool,
    ) -> Responses {
        let (channel, metadata) = match self.record(&event, metadata.cloned()) {
            Ok(recorded) => recorded,
            Err(responses) => return self.judge(responses, strict),
        };
        self.judge(channel.send(&*event, Some(&metadata), strict || self.is_strict()), strict)
    }

    #[cfg(feature = "async")]
    pub(crate) async fn send_async(
        &self,
        event: Arc<dyn AnyEvent>,
        metadata: Option<Metadata>,
        strict: bool,
    ) -> Responses {
        let (channel, metadata) = match self.record(&event, metadata) {
            Ok(recorded) => recorded,
            Err(responses) => return self.judge(responses, strict),
        };
        let first = strict || self.is_strict();
        let sent = crate::signal::awaited::deliver(&channel, event, Some(metadata), first);
        self.judge(sent.await, strict)
    }

    /// Records an event that is sent. The error are the responses if it is not: if its signal is disabled in the scope,
    /// or the event is outside its limits.
    fn record(
        &self,
        event: &Arc<dyn AnyEvent>,
        metadata: Option<Metadata>,
    ) -> Result<(Arc<Channel>, Metadata), Responses> {
        let channel = self.channel(event.parts(Seal).channel);
        if !channel.is_enabled() {
            return Err(Responses::default());
        }
        if let Some(refused) = channel.refusal(&**event) {
            return Err(refused);
        }
        let metadata = metadata.unwrap_or_else(|| Metadata::new(channel.descriptor()));
        let sent = AnySent { event: Arc::clone(event), metadata: metadata.clone() };
        lock(&self.0.sent).push(sent);
        Ok((channel, metadata))
    }

    fn is_strict(&self) -> bool {
        !self.0.lenient.load(Ordering::Relaxed)
    }

    /// Panics if there is a failure, unless the scope is lenient or the caller handles failures (`asked`).
    fn judge(&self, responses: Responses, asked: bool) -> Responses {
        if let Some(failure) = responses.failures().next()
            && self.is_strict()
            && !asked
        {
            panic!("{failure}");
        }
        responses
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A receiver may hold its own connection, and so a reference to its channel: break the cycle.
        for channel in mem::take(&mut *lock(&self.channels)).values() {
            channel.clear();
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        let left = ENTERED.try_with(|entered| {
            let mut entered = entered.borrow_mut();
            let index = entered.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            Some(entered.remove(index))
        });
        // Dropping a scope may drop receivers, whose `Drop` may look for the current scope: the borrow has ended.
        drop(left);
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channels = lock(&self.0.channels);
        let mut types: Vec<_> = channels.values().map(|it| it.descriptor().event_type).collect();
        types.sort_unstable();
        formatter.debug_list().entries(types).finish()
    }
}

impl fmt::Debug for Entered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Entered")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
