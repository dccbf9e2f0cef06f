//! What keeps the files of an outbox: a folder, or the disk of the simulator.

use std::io;
use std::time::Duration;

use super::OutboxError;
use crate::entry::Entry;

/// An entry of an outbox.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its place in the order of acceptance, from 1. It is never used again.
    pub seq: u64,
    /// The topic that it is for.
    pub topic: String,
    /// What its sender called it.
    pub tag: u64,
    /// What it contains.
    pub entry: Entry,
}

/// What keeps the files of an outbox.
pub(crate) trait Disk: Send + Sync {
    /// The entries, to add some: what is added is on disk when that returns.
    fn to_write(&self) -> Result<Box<dyn Rows>, OutboxError>;

    /// The entries, to read them, and to remove what need not be gone from the disk at once.
    fn to_send(&self) -> Result<Box<dyn Rows>, OutboxError>;

    /// The file that notes what was sent.
    fn notes(&self) -> io::Result<Box<dyn Bytes>>;

    /// True if that file is there.
    fn has_notes(&self) -> bool;

    /// Makes the file of the lock.
    fn prepare_lock(&self) -> io::Result<()>;

    /// What the one process has that sends, until it is dropped; `None` if another one has it.
    fn lock(&self) -> io::Result<Option<Box<dyn Lock>>>;

    /// Reserves some room for when the disk is full, if there is so much.
    fn reserve(&self) -> io::Result<()>;

    /// Gives that room up.
    fn release(&self);
}

/// The entries of an outbox.
pub(crate) trait Rows: Send {
    /// What tells this outbox from another one at the same place.
    fn id(&self) -> Result<[u8; 16], OutboxError>;

    /// Adds entries, with their topics and tags: all of them or none.
    fn add(&mut self, entries: &[(&str, u64, &Entry)], now: Duration) -> Result<(), OutboxError>;

    /// The first entries after a place, of one topic: at most `count`, and about `bytes`.
    fn after(&self, seq: u64, count: usize, bytes: usize) -> Result<Vec<Row>, OutboxError>;

    /// How many entries are after a place.
    fn count_after(&self, seq: u64) -> Result<u64, OutboxError>;

    /// The place of the first entry, if there is one.
    fn first(&self) -> Result<Option<u64>, OutboxError>;

    /// Lets the journal begin anew, if all of it can be moved to the database.
    fn checkpoint(&self) -> Result<(), OutboxError>;

    /// Removes some entries up to a place that were accepted before a time, and returns how many.
    fn remove(&self, to: u64, accepted_before: Duration) -> Result<usize, OutboxError>;
}

/// A file whose bytes have places.
pub(crate) trait Bytes: Send {
    fn length(&self) -> io::Result<u64>;
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()>;
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()>;
    fn sync(&self) -> io::Result<()>;
}

/// Given up when it is dropped.
pub(crate) trait Lock: Send {}
