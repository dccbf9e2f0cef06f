//! A scope: the channels, options and records of one test.

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
    static CURRENT: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// The isolation of a test; see the [module](crate::testing). Its clones are the same scope.
#[derive(Clone)]
pub struct Scope(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// By the type of their events.
    channels: Mutex<BTreeMap<TypeId, Arc<Channel>>>,
    sent: Mutex<Vec<AnySent>>,
    linked: AtomicBool,
    lenient: AtomicBool,
}

/// An event of any type that was sent.
#[derive(Clone)]
pub(crate) struct AnySent {
    pub(crate) event: Arc<dyn AnyEvent>,
    pub(crate) metadata: Metadata,
}

/// Keeps a thread in a scope until it is dropped, on that thread.
#[must_use = "the thread leaves the scope when this is dropped"]
pub struct Entered {
    before: Option<Scope>,
    thread: PhantomData<*const ()>,
}

impl Scope {
    /// A scope in which every signal is off.
    #[expect(clippy::new_without_default, reason = "a default would be no scope")]
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Lets receivers hear that are declared on functions with `#[receiver]`.
    #[must_use]
    pub fn linked(self) -> Self {
        let channels = lock(&self.0.channels);
        if !self.0.linked.swap(true, Ordering::Relaxed) {
            for channel in channels.values() {
                channel.link_anew();
            }
        }
        drop(channels);
        self
    }

    /// Returns the failures of receivers as a send does outside, instead of panicking.
    #[must_use]
    pub fn lenient(self) -> Self {
        self.0.lenient.store(true, Ordering::Relaxed);
        self
    }

    /// The scope this thread is in.
    pub fn current() -> Option<Self> {
        // No scope where the thread is ending and its variables are gone.
        CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
    }

    /// Puts this thread into the scope.
    pub fn enter(&self) -> Entered {
        // Where the thread is ending and its variables are gone, nothing can be entered.
        let before = CURRENT.try_with(|current| current.replace(Some(self.clone())));
        Entered { before: before.ok().flatten(), thread: PhantomData }
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

    /// Forgets what was sent so far.
    pub fn forget_sent(&self) {
        let sent = mem::take(&mut *lock(&self.0.sent));
        drop(sent);
    }

    pub(crate) fn all_sent(&self) -> Vec<AnySent> {
        lock(&self.0.sent).clone()
    }

    /// The channel that stands here for that of the process.
    pub(crate) fn channel(&self, channel: &'static Channel) -> Arc<Channel> {
        let mut channels = lock(&self.0.channels);
        let channel = channels.entry(channel.event()).or_insert_with(|| {
            let channel = channel.isolated();
            if self.0.linked.load(Ordering::Relaxed) {
                channel.link_anew();
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
        let Some((channel, metadata)) = self.record(&event, metadata.cloned()) else {
            return Responses::default();
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
        let Some((channel, metadata)) = self.record(&event, metadata) else {
            return Responses::default();
        };
        let first = strict || self.is_strict();
        let sent = crate::signal::awaited::deliver(&channel, event, Some(metadata), first);
        self.judge(sent.await, strict)
    }

    /// Nothing if the signal is off here.
    fn record(
        &self,
        event: &Arc<dyn AnyEvent>,
        metadata: Option<Metadata>,
    ) -> Option<(Arc<Channel>, Metadata)> {
        let channel = self.channel(event.parts(Seal).channel);
        if !channel.is_enabled() {
            return None;
        }
        let metadata = metadata.unwrap_or_else(|| Metadata::new(channel.descriptor()));
        let sent = AnySent { event: Arc::clone(event), metadata: metadata.clone() };
        lock(&self.0.sent).push(sent);
        Some((channel, metadata))
    }

    fn is_strict(&self) -> bool {
        !self.0.lenient.load(Ordering::Relaxed)
    }

    /// Panics for a failure, unless the scope is lenient or who sent asked for it.
    fn judge(&self, responses: Responses, asked: bool) -> Responses {
        if asked || !self.is_strict() {
            return responses;
        }
        responses.into_result().unwrap_or_else(|failure| panic!("{failure}"))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A receiver may hold its own connection, and so its channel.
        for channel in mem::take(&mut *lock(&self.channels)).values() {
            channel.clear();
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let before = self.before.take();
        let left = CURRENT.try_with(|current| current.replace(before));
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
