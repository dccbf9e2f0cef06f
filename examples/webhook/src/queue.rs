//! The queue on disk: events in, events out in the same order, across restarts and power cuts.
//!
//! A folder holds segments (see `segment`) that are only appended to, and a file `position` with the number of the
//! first event that is not done with. An event is on disk when [`Queue::push`] returns. It is handed out by
//! [`Queue::front`] until [`Queue::acknowledge`], so a crash between the two hands it out again.
//!
//! What a crash has left half written at the end of a segment was never promised to anybody; it is put aside in a
//! file `*.torn`, never deleted. A lock keeps a second process out.

mod error;
mod position;
mod recovery;
mod segment;
mod state;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use annals::Uuid;

pub use error::QueueError;
use state::State;

/// How much a queue holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Number of events.
    pub events: usize,
    /// Bytes of all events.
    pub bytes: u64,
    /// Bytes after which a new segment is begun; a segment is deleted when all its events are done with.
    pub segment_bytes: u64,
}

/// An event in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number: the first event ever is 0.
    pub sequence: u64,
    /// The event's id.
    pub id: Uuid,
    /// The body of the request about it.
    pub body: Vec<u8>,
}

/// Events that are not delivered yet.
pub struct Queue {
    /// `None` once it is closed.
    state: Mutex<Option<State>>,
}

impl Queue {
    /// Opens the queue in `folder`, which is made if it is not there.
    pub fn open(folder: &Path, limits: Limits) -> Result<Self, QueueError> {
        Ok(Self { state: Mutex::new(Some(recovery::open(folder, limits)?)) })
    }

    /// Adds an event; it is on disk when this returns.
    pub fn push(&self, id: Uuid, body: &[u8]) -> Result<(), QueueError> {
        self.with(|state| state.push(id, body))
    }

    /// The first event that is not acknowledged.
    pub fn front(&self) -> Result<Option<Entry>, QueueError> {
        self.with(State::front)
    }

    /// Removes the first event, which must be the one of this number.
    pub fn acknowledge(&self, sequence: u64) -> Result<(), QueueError> {
        self.with(|state| state.acknowledge(sequence))
    }

    /// Number of events; 0 if it is closed.
    pub fn len(&self) -> usize {
        self.lock().as_ref().map_or(0, State::len)
    }

    /// True if nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lets go of the folder; everything later is refused. The number of events that stay in it.
    pub fn close(&self) -> usize {
        self.lock().take().map_or(0, |state| state.len())
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, QueueError>,
    ) -> Result<T, QueueError> {
        work(self.lock().as_mut().ok_or(QueueError::Closed)?)
    }

    fn lock(&self) -> MutexGuard<'_, Option<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
