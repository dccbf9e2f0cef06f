//! Who listens to one event: connected and disconnected under a lock, sent to without one.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::{ArcSwapOption, Guard};

use crate::event::{AnyEvent, Event, EventDescriptor};
use crate::metadata::Metadata;
use crate::signal::entry::{Entry, Handler, List};
use crate::signal::linked;
use crate::signal::options::Options;
use crate::signal::responses::Responses;

/// The receivers declared on functions have been looked up.
const LINKED: u8 = 1;
/// Somebody listens.
const HEARD: u8 = 1 << 1;
/// Sends do nothing.
const DISABLED: u8 = 1 << 2;
/// The list is not that of the members.
const STALE: u8 = 1 << 3;

/// What is behind all signals of one event.
///
/// Connecting only changes the members; the next send makes a list of them. So connecting many is linear, and
/// a send never sees a list change.
pub struct Channel {
    descriptor: &'static EventDescriptor,
    /// The type of its events. All receivers here take that or any event: `add` sees to it.
    event: fn() -> TypeId,
    state: AtomicU8,
    list: ArcSwapOption<Box<[Entry]>>,
    members: Mutex<Members>,
}

struct Members {
    /// In order of connection, so in order of `id` too.
    entries: Vec<Entry>,
    uids: BTreeMap<Arc<str>, u64>,
    next: u64,
}

/// The channel of the events of type `E`, and so of no others.
pub struct ChannelOf<E>(Channel, PhantomData<fn(E) -> E>);

impl<E: Event> ChannelOf<E> {
    /// Nobody listens but the receivers that are declared on functions.
    #[expect(clippy::new_without_default, reason = "only a static of a derive is one")]
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
    /// For an isolated test: disabled, and without the receivers that are declared on functions.
    #[cfg(feature = "testing")]
    pub(crate) const fn isolated(&self) -> Self {
        Self::in_state(self.descriptor, self.event, LINKED | DISABLED)
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
        }
    }

    /// What the catalog says about the event.
    pub const fn descriptor(&self) -> &'static EventDescriptor {
        self.descriptor
    }

    /// The type of its events. Unlike their event type, no other version of their crate has the same.
    pub(crate) fn event(&self) -> TypeId {
        (self.event)()
    }

    /// True if a send has nothing to do; then it costs this one load.
    #[inline]
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.state.load(Ordering::Acquire);
        state == LINKED || state & DISABLED != 0
    }

    /// Calls the receivers; with `strict`, up to the first failure. The event must be of the channel's type.
    pub(crate) fn send(
        &self,
        event: &dyn AnyEvent,
        metadata: Option<&Metadata>,
        strict: bool,
    ) -> Responses {
        let list = self.listening();
        match metadata {
            _ if list.is_none() => Responses::default(),
            Some(metadata) => Responses::gather(self.descriptor, list, event, metadata, strict),
            None => self.send_now(list, event, strict),
        }
    }

    /// Calls the receivers, with metadata made now. Apart, so that who has some does not pay for its place.
    #[inline(never)]
    fn send_now(&self, list: List, event: &dyn AnyEvent, strict: bool) -> Responses {
        let metadata = Metadata::new(self.descriptor);
        Responses::gather(self.descriptor, list, event, &metadata, strict)
    }

    /// The receivers; none if the signal is disabled.
    #[inline]
    pub(crate) fn listening(&self) -> List {
        let state = self.state.load(Ordering::Acquire);
        if state == LINKED || state & DISABLED != 0 {
            return Guard::from_inner(None);
        }
        if state == LINKED | HEARD {
            let list = self.list.load();
            // `None` if a receiver was disconnected just now.
            if list.is_some() {
                return list;
            }
        }
        self.gather()
    }

    #[cold]
    fn gather(&self) -> List {
        let mut members = self.lock();
        self.link(&mut members);
        let list = (!members.entries.is_empty())
            .then(|| Arc::new(members.entries.clone().into_boxed_slice()));
        let replaced = self.list.swap(list.clone());
        match list {
            Some(_) => self.state.fetch_or(HEARD, Ordering::Release),
            None => self.state.fetch_and(!HEARD, Ordering::Release),
        };
        self.state.fetch_and(!STALE, Ordering::Release);
        // Receivers may be dropped with it, and what they drop may come here again.
        drop(members);
        drop(replaced);
        Guard::from_inner(list)
    }

    /// Connects the receivers that are declared on functions, before any other.
    fn link(&self, members: &mut Members) {
        if self.state.load(Ordering::Acquire) & LINKED == 0 {
            for receiver in linked::connected(self.event()) {
                // Whether it was taken already is of no interest here.
                let handler = receiver.handler();
                self.demand(&handler);
                let _ = members.add(receiver.options(), handler);
            }
            self.state.fetch_or(LINKED | STALE, Ordering::Release);
        }
    }

    /// Has an isolated test hear the receivers that are declared on functions.
    #[cfg(feature = "testing")]
    pub(crate) fn link_anew(&self) {
        self.state.fetch_and(!LINKED, Ordering::Release);
    }

    /// The lock is held for no code of a user, so it cannot be poisoned.
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

    /// The id of the connection, and whether it is new.
    pub(crate) fn add(&self, options: Options, handler: Handler) -> (u64, bool) {
        self.demand(&handler);
        let mut members = self.lock();
        self.link(&mut members);
        let added = members.add(options, handler);
        self.state.fetch_or(STALE, Ordering::Release);
        drop(members);
        // A receiver that is not taken is dropped here, where no lock is held.
        match added {
            Ok(id) => (id, true),
            Err((id, _)) => (id, false),
        }
    }

    /// A receiver of another type would take these events for its own: it must never get in.
    fn demand(&self, handler: &Handler) {
        let event_type = self.descriptor.event_type;
        assert!(self.takes(handler), "a receiver of another event than {event_type}");
    }

    /// True if it receives these events.
    pub(crate) fn takes(&self, handler: &Handler) -> bool {
        handler.event.is_none_or(|event| event == self.event())
    }

    /// False if it is not connected any more.
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
        // The list lets go of the receiver now, not at the next send.
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

    /// Forgets all receivers, which may hold each other.
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
    /// The id of the new entry; or that of the one with the same `dispatch_uid`, and the handler back.
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
