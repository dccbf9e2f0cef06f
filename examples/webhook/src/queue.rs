//! A queue on disk that keeps the order of events across restarts and power failures.
//!
//! The folder has segments (see `segment`), which are only appended to, and a file `position` with the number of the
//! first event that is not acknowledged. An event is on disk when [`Queue::push`] returns. [`Queue::front`] returns it
//! until [`Queue::acknowledge`], so a crash between the two delivers it again.
//!
//! A crash can leave an incomplete record at the end of a segment, for an event whose `push` did not return. A failing
//! disk can damage any record. Such bytes are moved to the file `damaged.torn`, and the records around them are kept. A
//! lock file excludes other processes.

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

/// The limits of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The number of events.
    pub events: usize,
    /// The number of bytes of all events.
    pub bytes: u64,
    /// The size at which a new segment is started. A segment is deleted when all its events are acknowledged.
    pub segment_bytes: u64,
}

/// An event in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number. The first event has 0.
    pub sequence: u64,
    /// The event's id.
    pub id: Uuid,
    /// The body of its request.
    pub body: Vec<u8>,
}

/// Events that are not delivered yet.
pub struct Queue {
    /// `None` once it is closed.
    state: Mutex<Option<State>>,
}

impl Queue {
    /// Opens the queue in `folder`, which is created if it does not exist.
    pub fn open(folder: &Path, limits: Limits) -> Result<Self, QueueError> {
        Ok(Self { state: Mutex::new(Some(recovery::open(folder, limits)?)) })
    }

    /// Adds an event, which is on disk when this returns.
    pub fn push(&self, id: Uuid, body: &[u8]) -> Result<(), QueueError> {
        self.with(|state| state.push(id, body))
    }

    /// The first event that is not acknowledged.
    pub fn front(&self) -> Result<Option<Entry>, QueueError> {
        self.with(State::front)
    }

    /// Removes the first event if it has this number.
    pub fn acknowledge(&self, sequence: u64) -> Result<(), QueueError> {
        self.with(|state| state.acknowledge(sequence))
    }

    /// Removes the first event if it has this number and is damaged. Its bytes are moved to a file `*.torn`.
    pub fn skip_damaged(&self, sequence: u64) -> Result<(), QueueError> {
        self.with(|state| state.skip_damaged(sequence))
    }

    /// The number of events; 0 if the queue is closed.
    pub fn len(&self) -> usize {
        self.lock().as_ref().map_or(0, State::len)
    }

    /// Whether the queue has no events.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Releases the folder. All later calls fail. Returns the number of events that stay in it.
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
