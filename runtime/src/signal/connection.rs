//! A connected receiver, from the side of who connected it.

use std::fmt;

use crate::signal::dispatch::ChannelRef;
use crate::signal::entry::Handler;
use crate::signal::options::Options;

/// A connection of a receiver to a signal. Dropping it changes nothing; see [`guard`](Self::guard).
#[derive(Clone)]
pub struct Connection {
    channel: ChannelRef,
    id: u64,
    new: bool,
}

impl Connection {
    /// Disconnects the receiver, from the next send on; false if it was not connected any more.
    pub fn disconnect(&self) -> bool {
        self.channel.remove(self.id)
    }

    /// True as long as it is not disconnected.
    pub fn is_connected(&self) -> bool {
        self.channel.contains(self.id)
    }

    /// False if the receiver was not taken, because another one has its `dispatch_uid`: then this is its connection.
    pub const fn is_new(&self) -> bool {
        self.new
    }

    /// Disconnects the receiver when the guard is dropped.
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
