//! Receivers that are declared on functions: gathered by the linker, looked up at the first use of a signal.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::signal::channel::Channel;
use crate::signal::entry::Handler;
use crate::signal::options::Options;

/// A function with the attribute [`receiver`](macro@crate::receiver), for one of the signals there.
pub struct LinkedReceiver {
    /// Path of the function, `my_plugin::receivers::welcome`.
    pub name: &'static str,
    /// Line of the function, for an order that does not depend on the linker.
    pub line: u32,
    /// The attribute's `dispatch_uid`.
    pub dispatch_uid: Option<&'static str>,
    /// The event it is declared for or, without a signal, the only one it can receive; `None` for any event.
    pub channel: Option<fn() -> &'static Channel>,
    /// False if a configuration is to connect it.
    pub connected: bool,
    /// Makes the receiver; runs no code of the user.
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

/// Receivers declared for this event, in the order of their paths, those of one path by line.
pub(crate) fn connected(event: TypeId) -> &'static [&'static LinkedReceiver] {
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

/// Receivers declared without a signal, by path.
#[cfg(feature = "config")]
pub(crate) fn named() -> BTreeMap<&'static str, &'static LinkedReceiver> {
    let receivers = inventory::iter::<LinkedReceiver>.into_iter();
    receivers.filter(|it| !it.connected).map(|it| (it.name, it)).collect()
}
