//! A connected receiver, from the side of who connected it.

use std::fmt;
use std::sync::Arc;

use crate::isolation::Home;
use crate::signal::entry::Handler;

/// How a receiver is connected.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub(crate) dispatch_uid: Option<Arc<str>>,
    pub(crate) name: Option<Arc<str>>,
}

impl Options {
    /// No `dispatch_uid`, and the name that Rust gives to the receiver's type.
    pub fn new() -> Self {
        Self::default()
    }

    /// Connects it only if no receiver of the signal has this `dispatch_uid`.
    #[must_use]
    pub fn dispatch_uid(self, dispatch_uid: impl Into<Arc<str>>) -> Self {
        Self { dispatch_uid: Some(dispatch_uid.into()), ..self }
    }

    /// Names it, for logs and responses.
    #[must_use]
    pub fn name(self, name: impl Into<Arc<str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    pub(crate) fn or_name(self, name: &str) -> Self {
        Self { name: Some(self.name.unwrap_or_else(|| name.into())), ..self }
    }
}

/// A connection of a receiver to a signal. Dropping it changes nothing; see [`guard`](Self::guard).
#[derive(Clone)]
pub struct Connection {
    home: Home,
    id: u64,
    new: bool,
}

impl Connection {
    /// Disconnects the receiver, from the next send on; false if it was not connected any more.
    pub fn disconnect(&self) -> bool {
        self.home.remove(self.id)
    }

    /// True as long as it is not disconnected.
    pub fn is_connected(&self) -> bool {
        self.home.contains(self.id)
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

impl Home {
    /// Connects a receiver here.
    pub(crate) fn connect(self, options: Options, handler: Handler) -> Connection {
        let (id, new) = self.add(options, handler);
        Connection { home: self, id, new }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Connection({} of {})", self.id, self.home.descriptor().name)
    }
}
