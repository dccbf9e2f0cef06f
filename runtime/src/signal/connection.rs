//! The handle of a connected receiver.

use std::fmt;

use crate::signal::dispatch::ChannelRef;
use crate::signal::entry::Handler;
use crate::signal::options::Options;

/// A connection of a receiver to a signal. Dropping it does not disconnect the receiver; see [`guard`](Self::guard).
#[derive(Clone)]
pub struct Connection {
    channel: ChannelRef,
    id: u64,
    new: bool,
}

impl Connection {
    /// Disconnects the receiver. Sends that have started still call it. Returns false if it was not connected.
    pub fn disconnect(&self) -> bool {
        self.channel.remove(self.id)
    }

    /// True until the receiver is disconnected.
    pub fn is_connected(&self) -> bool {
        self.channel.contains(self.id)
    }

    /// False if another receiver has the same `dispatch_uid`. Then this is the connection of that receiver.
    pub const fn is_new(&self) -> bool {
        self.new
    }

    /// Returns a guard that disconnects the receiver when it is dropped.
    pub const fn guard(self) -> ConnectionGuard {
        ConnectionGuard(self)
    }
}

/// Disconnects a receiver when it is dropped.
#[must_use = "the receiver is disconnected when this is dropped"]
#[derive(Debug)]
pub struct ConnectionGuard(Connection);

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        self.0.disconnect();
    }
}

impl ChannelRef {
    /// Connects a receiver here.
    pub(crate) fn connect(self, options: Options, handler: Handler) -> Connection {
        let (id, new) = self.add(options, handler);
        Connection { channel: self, id, new }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Connection({} of {})", self.id, self.channel.descriptor().name)
    }
}
