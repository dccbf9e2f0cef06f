//! Accepted events on disk, until a topic has them.
//!
//! An outbox is a folder: `outbox.db`, the entries in SQLite; `sent`, which of them were sent; `relay.lock`, which the
//! process has that sends; `reserve`, some room for when the disk is full. Several processes may write to one outbox.

pub(crate) mod disk;
mod folder;
mod mark;
mod reserve;
mod store;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use crate::entry::Entry;
use crate::transport::Position;
use crate::world::{self, Condvar};
pub use disk::Row;
use disk::{Disk, Lock, Rows};
use folder::Folder;
use mark::Mark;
pub use writer::Ticket;
use writer::Writer;

/// A folder that keeps accepted events until they are sent.
pub struct Outbox {
    disk: Arc<dyn Disk>,
    writer: Writer,
    written: Arc<Written>,
}

/// Tells the relay of this process that something was written.
#[derive(Default)]
struct Written {
    count: Mutex<u64>,
    changed: Condvar,
}

/// Why an outbox does not work. It contains no value of an event.
#[derive(Debug)]
pub enum OutboxError {
    /// The database refused: often the disk is full.
    Store(rusqlite::Error),
    /// A file of the folder cannot be used.
    File(io::Error),
    /// The database has an entry that cannot be read.
    Damaged,
    /// The outbox was closed.
    Closed,
}

impl Outbox {
    /// Opens the outbox in a folder, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// If the folder cannot be written.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, OutboxError> {
        Self::on(Arc::new(Folder::open(folder.into())?))
    }

    pub(crate) fn on(disk: Arc<dyn Disk>) -> Result<Self, OutboxError> {
        let rows = match disk.to_write() {
            Ok(rows) => {
                // All that a relay needs is made now, because the disk may be full later.
                Mark::open(disk.notes()?, rows.id()?)?;
                disk.prepare_lock()?;
                disk.reserve()?;
                Some(rows)
            }
            // What it has can still be sent, and perhaps there is room later.
            Err(_) if disk.has_notes() => None,
            Err(error) => return Err(error),
        };
        let written = Arc::new(Written::default());
        let tell = Arc::clone(&written);
        let writer = Writer::start(Arc::clone(&disk), rows, move || tell.tell());
        Ok(Self { disk, writer, written })
    }

    /// Accepts an event for a topic. `tag` is a number for the sender's own use.
    pub fn accept(&self, topic: &Arc<str>, tag: u64, entry: Entry) -> Ticket {
        self.writer.write(Arc::clone(topic), tag, entry)
    }

    /// What a relay reads. It has the lock of the outbox; `None` if another process, or another relay, has it.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn reader(&self) -> Result<Option<Reader>, OutboxError> {
        Reader::on(&*self.disk)
    }

    /// How many entries were not sent, also while another process has the lock.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn left(&self) -> Result<u64, OutboxError> {
        let rows = self.disk.to_send()?;
        let mark = Mark::open(self.disk.notes()?, rows.id()?)?;
        rows.count_after(mark.sent())
    }

    /// Waits until something is written by this process, at most for some time.
    pub fn wait(&self, longest: Duration) {
        self.written.wait(longest);
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Outbox")
    }
}

impl Written {
    fn tell(&self) {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_all();
    }

    fn wait(&self, longest: Duration) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        if *count == 0 {
            count = self.changed.wait(&self.count, count, Some(longest));
        }
        *count = 0;
    }
}

/// An entry that was sent, and its place in the topic; `None` if the note of it was lost.
pub type Kept = (Option<Position>, Row);

/// The one that sends what an outbox has. Only one at a time has the outbox's lock.
pub struct Reader {
    rows: Box<dyn Rows>,
    mark: Mark,
    _lock: Box<dyn Lock>,
}

impl Reader {
    /// See [`Outbox::reader`]. Nothing has to be written.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn open(folder: &Path) -> Result<Option<Self>, OutboxError> {
        Self::on(&Folder::open(folder.to_owned())?)
    }

    fn on(disk: &dyn Disk) -> Result<Option<Self>, OutboxError> {
        let Some(lock) = disk.lock()? else { return Ok(None) };
        let rows = disk.to_send()?;
        let mark = Mark::open(disk.notes()?, rows.id()?)?;
        Ok(Some(Self { rows, mark, _lock: lock }))
    }

    /// The next entries to send, all for one topic.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub fn next(&self, count: usize, bytes: usize) -> Result<Vec<Row>, OutboxError> {
        self.rows.after(self.mark.sent(), count, bytes)
    }

    /// How many entries were not sent.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub fn left(&self) -> Result<u64, OutboxError> {
        self.rows.count_after(self.mark.sent())
    }

    /// Notes that entries were sent, and their ids in the topic.
    ///
    /// # Errors
    ///
    /// If that cannot be noted. Then they are sent again when the outbox is opened the next time.
    pub fn note_sent(&mut self, rows: &[Row], ids: &[Position]) -> Result<(), OutboxError> {
        let sent = rows.iter().zip(ids).map(|(row, id)| (row.seq, (id.major, id.minor)));
        Ok(self.mark.note(&sent.collect::<Vec<_>>())?)
    }

    /// Notes that an entry was sent again, with another id.
    ///
    /// # Errors
    ///
    /// If that cannot be noted.
    pub fn note_again(&self, row: &Row, id: Position) -> Result<(), OutboxError> {
        Ok(self.mark.note_id(row.seq, (id.major, id.minor))?)
    }

    /// Some of the entries that were sent and are still kept, with their ids, from a place on, in their order and all for
    /// one topic. Returns the place to go on from, if there are more.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub fn kept(&self, from: u64) -> Result<(Vec<Kept>, Option<u64>), OutboxError> {
        let sent = self.mark.sent();
        let Some(first) = self.rows.first()? else { return Ok((Vec::new(), None)) };
        let from = first.max(from).max(sent.saturating_sub(mark::IDS) + 1);
        let mut rows = self.rows.after(from - 1, 500, usize::MAX)?;
        rows.retain(|row| row.seq <= sent);
        let next = rows.last().map(|row| row.seq + 1).filter(|next| *next <= sent);
        let place = |seq| {
            let (major, minor) = self.mark.id(seq)?;
            Some(Position { replayed: false, major, minor })
        };
        Ok((rows.into_iter().map(|row| (place(row.seq), row)).collect(), next))
    }

    /// Removes some of the entries that were sent and were accepted before that long ago.
    ///
    /// # Errors
    ///
    /// If the store cannot be written. They are removed another time.
    pub fn remove_old(&self, kept_for: Duration) -> Result<usize, OutboxError> {
        self.rows.remove(self.mark.sent(), world::wall().saturating_sub(kept_for))
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Reader(sent {})", self.mark.sent())
    }
}

impl fmt::Display for OutboxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => write!(formatter, "the outbox cannot be written: {error}"),
            Self::File(error) => write!(formatter, "the outbox cannot be used: {error}"),
            Self::Damaged => formatter.write_str("the outbox has an entry that cannot be read"),
            Self::Closed => formatter.write_str("the outbox was closed"),
        }
    }
}

impl std::error::Error for OutboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Damaged | Self::Closed => None,
        }
    }
}

impl From<rusqlite::Error> for OutboxError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for OutboxError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}
