//! The receivers of one event: changed under a lock, called without one.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;
#[cfg(feature = "testing")]
use std::sync::atomic::AtomicU64;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::{ArcSwapOption, Guard};

use crate::event::{AnyEvent, Event, EventDescriptor};
use crate::metadata::Metadata;
use crate::signal::entry::{Entry, Handler, List};
use crate::signal::linked;
use crate::signal::options::Options;
use crate::signal::responses::Responses;

/// The receivers declared with `#[receiver]` are connected.
const LINKED: u8 = 1;
/// The list is not empty.
const OCCUPIED: u8 = 1 << 1;
/// The signal is disabled: sends do nothing.
const DISABLED: u8 = 1 << 2;
/// The list does not reflect the last change of the members.
const STALE: u8 = 1 << 3;
/// The event has limits, which a send checks. Known once the signal is [`LINKED`].
const LIMITED: u8 = 1 << 4;

/// The state that all signals of one event share.
///
/// Connecting changes only the members, and the next send makes a list of them. So connecting N receivers takes time
/// linear in N, and a list never changes during a send.
pub struct Channel {
    descriptor: &'static EventDescriptor,
    /// The Rust type of its events. Every receiver here takes this type or any event: see `assert_takes`.
    event: fn() -> TypeId,
    state: AtomicU8,
    list: ArcSwapOption<Box<[Entry]>>,
    members: Mutex<Members>,
    /// Number of events that were sent outside of every scope; for the channel of a scope, when the scope first used it.
    #[cfg(feature = "testing")]
    outside: AtomicU64,
}

struct Members {
    /// In the order of connecting, which is also ascending by `id`.
    entries: Vec<Entry>,
    uids: BTreeMap<Arc<str>, u64>,
    next: u64,
}

/// The channel of the events of type `E`, and of no other type.
pub struct ChannelOf<E>(Channel, PhantomData<fn(E) -> E>);

impl<E: Event> ChannelOf<E> {
    /// A channel whose only receivers are those declared with `#[receiver]`.
    #[expect(clippy::new_without_default, reason = "only a static that the derive emits is one")]
    pub const fn new() -> Self {
        Self(Channel::in_state(E::DESCRIPTOR, TypeId::of::<E>, 0), PhantomData)
    }
}

impl<E> Deref for ChannelOf<E> {
    type Target = Channel;

    #[inline]
    fn deref(&self) -> &Channel {
        &self.0
    }
}

impl Channel {
    /// A channel of the same event for an isolated test: disabled, and without the receivers declared with
    /// `#[receiver]`.
    #[cfg(feature = "testing")]
    pub(crate) fn isolated(&self) -> Self {
        let limited = if self.descriptor.has_limits() { LIMITED } else { 0 };
        let mut channel = Self::in_state(self.descriptor, self.event, LINKED | DISABLED | limited);
        *channel.outside.get_mut() = self.sent_outside();
        channel
    }

    /// Counts an event that is sent outside of every scope.
    #[cfg(feature = "testing")]
    pub(crate) fn count_outside(&self) {
        self.outside.fetch_add(1, Ordering::Relaxed);
    }

    /// Number of events that were sent outside of every scope.
    #[cfg(feature = "testing")]
    pub(crate) fn sent_outside(&self) -> u64 {
        self.outside.load(Ordering::Relaxed)
    }

    const fn in_state(
        descriptor: &'static EventDescriptor,
        event: fn() -> TypeId,
        state: u8,
    ) -> Self {
        let members = Members { entries: Vec::new(), uids: BTreeMap::new(), next: 0 };
        Self {
            descriptor,
            event,
            state: AtomicU8::new(state),
            list: ArcSwapOption::const_empty(),
            members: Mutex::new(members),
            #[cfg(feature = "testing")]
            outside: AtomicU64::new(0),
        }
    }

    /// What the catalog says about the event.
    pub const fn descriptor(&self) -> &'static EventDescriptor {
        self.descriptor
    }

    /// The Rust type of its events. Unlike the event type, it differs between two versions of one crate.
    pub(crate) fn event(&self) -> TypeId {
        (self.event)()
    }

    /// True if a send has nothing to do. This check is then the whole cost of a send.
    #[inline]
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.state.load(Ordering::Acquire);
        state == LINKED || state & DISABLED != 0
    }

    /// Calls the receivers. If `strict`, stops at the first failure. The event must be of the channel's type.
    pub(crate) fn send(
        &self,
        event: &dyn AnyEvent,
        metadata: Option<&Metadata>,
        strict: bool,
    ) -> Responses {
        if let Some(refused) = self.refusal(event) {
            return refused;
        }
        let list = self.listening();
        match metadata {
            _ if list.is_none() => Responses::default(),
            Some(metadata) => Responses::of_calls(self.descriptor, list, event, metadata, strict),
            None => self.send_now(list, event, strict),
        }
    }

    /// Calls the receivers with new metadata. Not inlined, so that sends with given metadata do not reserve stack space
    /// for it.
    #[inline(never)]
    fn send_now(&self, list: List, event: &dyn AnyEvent, strict: bool) -> Responses {
        let metadata = Metadata::new(self.descriptor);
        Responses::of_calls(self.descriptor, list, event, &metadata, strict)
    }

    /// The response for an event that is outside its limits. `None` if the event can be sent, or the signal is disabled.
    #[inline]
    pub(crate) fn refusal(&self, event: &dyn AnyEvent) -> Option<Responses> {
        let state = self.state.load(Ordering::Acquire);
        // Events without limits cost only this comparison.
        if state & (LINKED | LIMITED | DISABLED) == LINKED { None } else { self.check(event) }
    }

    #[cold]
    #[inline(never)]
    fn check(&self, event: &dyn AnyEvent) -> Option<Responses> {
        self.link(&mut self.lock());
        let state = self.state.load(Ordering::Acquire);
        if state & LIMITED == 0 || state & DISABLED != 0 {
            return None;
        }
        event.validate().err().map(|error| Responses::refused(self.descriptor, error))
    }

    /// The receivers to call: none if the signal is disabled.
    #[inline]
    pub(crate) fn listening(&self) -> List {
        let state = self.state.load(Ordering::Acquire) & !LIMITED;
        if state == LINKED || state & DISABLED != 0 {
            return Guard::from_inner(None);
        }
        if state == LINKED | OCCUPIED {
            let list = self.list.load();
            // `None` if a receiver was disconnected after the state was loaded.
            if list.is_some() {
                return list;
            }
        }
        self.update_list()
    }

    #[cold]
    fn update_list(&self) -> List {
        let mut members = self.lock();
        self.link(&mut members);
        let list = (!members.entries.is_empty())
            .then(|| Arc::new(members.entries.clone().into_boxed_slice()));
        let replaced = self.list.swap(list.clone());
        match list {
            Some(_) => self.state.fetch_or(OCCUPIED, Ordering::Release),
            None => self.state.fetch_and(!OCCUPIED, Ordering::Release),
        };
        self.state.fetch_and(!STALE, Ordering::Release);
        // This may drop receivers, whose `Drop` may use this channel: release the lock first.
        drop(members);
        drop(replaced);
        Guard::from_inner(list)
    }

    /// Connects the receivers declared with `#[receiver]`, before any other.
    fn link(&self, members: &mut Members) {
        if self.state.load(Ordering::Acquire) & LINKED == 0 {
            for receiver in linked::declared_for(self.event()) {
                let handler = receiver.handler();
                self.assert_takes(&handler);
                // If its `dispatch_uid` is taken, the first receiver stays.
                let _ = members.add(receiver.options(), handler);
            }
            let limited = if self.descriptor.has_limits() { LIMITED } else { 0 };
            self.state.fetch_or(LINKED | STALE | limited, Ordering::Release);
        }
    }

    /// Makes the next use connect the receivers declared with `#[receiver]`.
    #[cfg(feature = "testing")]
    pub(crate) fn relink(&self) {
        self.state.fetch_and(!LINKED, Ordering::Release);
    }

    /// No code of a user runs under this lock, so it is never poisoned.
    fn lock(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn len(&self) -> usize {
        let mut members = self.lock();
        self.link(&mut members);
        members.entries.len()
    }

    pub(crate) fn is_enabled(&self) -> bool {
        self.state.load(Ordering::Acquire) & DISABLED == 0
    }

    pub(crate) fn set_enabled(&self, enabled: bool) {
        if enabled {
            self.state.fetch_and(!DISABLED, Ordering::AcqRel);
        } else {
            self.state.fetch_or(DISABLED, Ordering::AcqRel);
        }
    }

    /// Returns the id of the connection, and whether it is new.
    pub(crate) fn add(&self, options: Options, handler: Handler) -> (u64, bool) {
        self.assert_takes(&handler);
        let mut members = self.lock();
        self.link(&mut members);
        let added = members.add(options, handler);
        self.state.fetch_or(STALE, Ordering::Release);
        drop(members);
        // If the receiver was not added, it is dropped here, after the lock is released.
        match added {
            Ok(id) => (id, true),
            Err((id, _)) => (id, false),
        }
    }

    /// A receiver of another type would cast these events to its own type, so it must never be added.
    fn assert_takes(&self, handler: &Handler) {
        let event_type = self.descriptor.event_type;
        assert!(self.takes(handler), "the receiver does not take {event_type}");
    }

    /// True if the receiver takes these events.
    pub(crate) fn takes(&self, handler: &Handler) -> bool {
        handler.event.is_none_or(|event| event == self.event())
    }

    /// Disconnects a receiver. Returns false if it is not connected.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut members = self.lock();
        let Ok(index) = members.entries.binary_search_by_key(&id, |entry| entry.id) else {
            return false;
        };
        let removed = members.entries.remove(index);
        if let Some(uid) = &removed.uid {
            members.uids.remove(uid);
        }
        self.state.fetch_or(STALE, Ordering::Release);
        // Drops the list's reference to the receiver now, not at the next send.
        let replaced = self.list.swap(None);
        drop(members);
        drop((removed, replaced));
        true
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.lock().entries.binary_search_by_key(&id, |entry| entry.id).is_ok()
    }

    pub(crate) fn disconnect_uid(&self, dispatch_uid: &str) -> bool {
        let mut members = self.lock();
        self.link(&mut members);
        let id = members.uids.get(dispatch_uid).copied();
        drop(members);
        id.is_some_and(|id| self.remove(id))
    }

    /// Disconnects all receivers.
    #[cfg(feature = "testing")]
    pub(crate) fn clear(&self) {
        let mut members = self.lock();
        let entries = std::mem::take(&mut members.entries);
        members.uids.clear();
        let replaced = self.list.swap(None);
        self.state.fetch_or(STALE, Ordering::Release);
        drop(members);
        drop((entries, replaced));
    }
}

impl Members {
    /// Returns the id of the new entry; or an error with the id of the entry that has the same `dispatch_uid`, and the
    /// handler.
    fn add(&mut self, options: Options, handler: Handler) -> Result<u64, (u64, Handler)> {
        let Options { dispatch_uid: uid, name } = options;
        if let Some(id) = uid.as_ref().and_then(|uid| self.uids.get(uid)) {
            return Err((*id, handler));
        }
        let id = self.next;
        self.next += 1;
        self.uids.extend(uid.clone().map(|uid| (uid, id)));
        let name = name.unwrap_or_else(|| "a receiver without a name".into());
        self.entries.push(Entry { id, name, uid, handler });
        Ok(id)
    }
}
