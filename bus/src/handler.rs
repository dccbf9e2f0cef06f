//! What becomes of an event that came: the side of a consumer that its user writes.

use std::fmt;

use annals::Metadata;

use crate::entry::Entry;

/// Takes the events of a consumer.
pub trait Handler: Sync {
    /// An event that was read from an entry.
    type Event: Send;

    /// Reads an entry. An error puts the entry aside.
    ///
    /// # Errors
    ///
    /// If it is not a valid event. The reason names a place, and never contains a value.
    fn open(&self, entry: &Entry) -> Result<Opened<Self::Event>, String>;

    /// Handles an event. It is called with the events of one key in their order, and never with two of them at a time.
    ///
    /// # Errors
    ///
    /// If the event could not be handled.
    fn handle(&self, event: &Opened<Self::Event>, delivery: &Attempt<'_>) -> Result<(), Failure>;
}

/// An event that was read from an entry.
#[derive(Debug)]
pub struct Opened<E> {
    /// Its envelope.
    pub metadata: Metadata,
    /// What its order depends on; without one, it has no order.
    pub key: Option<String>,
    /// The event.
    pub event: E,
}

/// One of the times that a message is handed out.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The id of the message in its topic.
    pub msg_id: &'a str,
    /// Which time this is, from 1.
    pub tries: u32,
}

/// Why an event was not handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// This message is bad. It is tried again, a few times, and then put aside.
    Message(String),
    /// Something around it is down. It is tried again until that is over, and nothing of the same key passes it.
    Outside(String),
}

/// An error that a receiver returns when something around it is down: the message is tried again until that is over.
///
/// ```
/// # fn query() -> Result<(), std::io::Error> { Ok(()) }
/// fn receive() -> Result<(), annals::Error> {
///     query().map_err(annals_bus::handler::Outside::new)?;
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct Outside(annals::Error);

impl Outside {
    /// An error of something around the receiver.
    pub fn new(error: impl Into<annals::Error>) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Outside {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}
