//! Receivers declared with `#[receiver]`: collected by the linker, looked up when a signal is first used.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::signal::channel::Channel;
use crate::signal::entry::Handler;
use crate::signal::options::Options;

/// A function with the attribute [`receiver`](macro@crate::receiver), for one of the attribute's signals.
pub struct LinkedReceiver {
    /// Path of the function, `my_plugin::receivers::welcome`.
    pub name: &'static str,
    /// Line of the function. It makes the order independent of the linker.
    pub line: u32,
    /// The attribute's `dispatch_uid`.
    pub dispatch_uid: Option<&'static str>,
    /// The channel of the attribute's signal. Without a signal, that of the only event the function takes; `None` if it
    /// takes any event.
    pub channel: Option<fn() -> &'static Channel>,
    /// True if the attribute names a signal. Otherwise a configuration connects the receiver.
    pub connected: bool,
    /// Makes the receiver. Runs no code of a user.
    pub handler: fn() -> Handler,
}

inventory::collect!(LinkedReceiver);

impl LinkedReceiver {
    pub(crate) fn options(&self) -> Options {
        let options = Options::new().name(self.name);
        match self.dispatch_uid {
            Some(uid) => options.dispatch_uid(uid),
            None => options,
        }
    }

    pub(crate) fn handler(&self) -> Handler {
        (self.handler)()
    }

    /// `None` if it takes any event.
    #[cfg(feature = "config")]
    pub(crate) fn event_type(&self) -> Option<&'static str> {
        self.channel.map(|channel| channel().descriptor().event_type)
    }
}

/// The receivers declared for an event, ordered by path and line.
pub(crate) fn declared_for(event: TypeId) -> &'static [&'static LinkedReceiver] {
    static INDEX: OnceLock<BTreeMap<TypeId, Vec<&LinkedReceiver>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index: BTreeMap<TypeId, Vec<&LinkedReceiver>> = BTreeMap::new();
        for receiver in inventory::iter::<LinkedReceiver>.into_iter().filter(|it| it.connected) {
            if let Some(channel) = receiver.channel {
                index.entry(channel().event()).or_default().push(receiver);
            }
        }
        for receivers in index.values_mut() {
            receivers.sort_by_key(|receiver| (receiver.name, receiver.line));
        }
        index
    });
    index.get(&event).map_or(&[], Vec::as_slice)
}

/// The receivers declared without a signal, by path.
#[cfg(feature = "config")]
pub(crate) fn named() -> BTreeMap<&'static str, &'static LinkedReceiver> {
    let receivers = inventory::iter::<LinkedReceiver>.into_iter();
    receivers.filter(|it| !it.connected).map(|it| (it.name, it)).collect()
}
