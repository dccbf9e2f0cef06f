//! The disk of the simulator: it is slow, gets full, and loses what was not synced when the power fails.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::ffi;

use super::tasks::Task;
use crate::entry::Entry;
use crate::outbox::OutboxError;
use crate::outbox::disk::{Bytes, Disk, Lock, Row, Rows};

const PAGE: usize = 4096;
/// How long a write takes.
const LATENCY: Duration = Duration::from_millis(3);

/// A disk with one outbox.
#[derive(Clone, Default)]
pub(super) struct SimDisk(Arc<Mutex<Files>>);

#[derive(Default)]
pub(super) struct Files {
    rows: BTreeMap<u64, (Row, u64)>,
    last: u64,
    /// What was removed since the last sync.
    removed: Vec<(Row, u64)>,
    notes: Vec<u8>,
    /// Earlier states of the pages of `notes`, since its last sync.
    pages: BTreeMap<usize, Vec<Vec<u8>>>,
    locked: bool,
    /// No row can be added while there are that many.
    pub(super) capacity: Option<usize>,
    /// A bug: rows are not synced. These are those since the last power failure.
    pub(super) unsynced: Option<Vec<u64>>,
    /// A bug: every process gets the lock.
    pub(super) shared: bool,
}

impl SimDisk {
    pub(super) fn files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loses some of what was not synced. All processes that use the disk are dead.
    pub(super) fn lose_power(&self, task: &Task) {
        let mut files = self.files();
        let kept = task.random(files.removed.len() as u64 + 1);
        let back = files.removed.split_off(usize::try_from(kept).unwrap_or(0));
        files.rows.extend(back.into_iter().map(|row| (row.0.seq, row)));
        files.removed.clear();
        for (page, states) in std::mem::take(&mut files.pages) {
            let at = usize::try_from(task.random(states.len() as u64 + 1)).unwrap_or(0);
            // The last one is what is there now.
            if let Some(state) = states.get(at) {
                files.notes[page * PAGE..][..state.len()].copy_from_slice(state);
            }
        }
        for seq in files.unsynced.iter_mut().flat_map(std::mem::take).collect::<Vec<_>>() {
            files.rows.remove(&seq);
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.files().rows.len()
    }
}

fn pause() {
    if let Some(task) = Task::current() {
        task.sleep_below(LATENCY);
    }
}

impl Disk for SimDisk {
    fn to_write(&self) -> Result<Box<dyn Rows>, OutboxError> {
        Ok(Box::new(self.clone()))
    }

    fn to_send(&self) -> Result<Box<dyn Rows>, OutboxError> {
        Ok(Box::new(self.clone()))
    }

    fn notes(&self) -> io::Result<Box<dyn Bytes>> {
        Ok(Box::new(self.clone()))
    }

    fn has_notes(&self) -> bool {
        !self.files().notes.is_empty()
    }

    fn prepare_lock(&self) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self) -> io::Result<Option<Box<dyn Lock>>> {
        pause();
        let mut files = self.files();
        if files.locked && !files.shared {
            return Ok(None);
        }
        files.locked = true;
        Ok(Some(Box::new(Locked(self.clone()))))
    }

    fn reserve(&self) -> io::Result<()> {
        Ok(())
    }

    fn release(&self) {}
}

struct Locked(SimDisk);

impl Lock for Locked {}

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.files().locked = false;
    }
}

impl Rows for SimDisk {
    fn id(&self) -> Result<[u8; 16], OutboxError> {
        Ok([7; 16])
    }

    fn add(&mut self, entries: &[(&str, u64, &Entry)], now: Duration) -> Result<(), OutboxError> {
        pause();
        let mut files = self.files();
        if files.capacity.is_some_and(|most| files.rows.len() + entries.len() > most) {
            let full = ffi::Error::new(ffi::SQLITE_FULL);
            return Err(rusqlite::Error::SqliteFailure(full, None).into());
        }
        for (topic, tag, entry) in entries {
            files.last += 1;
            let (seq, topic) = (files.last, (*topic).to_owned());
            let row = Row { seq, topic, tag: *tag, entry: (*entry).clone() };
            files.rows.insert(seq, (row, now.as_secs()));
            files.unsynced.iter_mut().for_each(|unsynced| unsynced.push(seq));
        }
        // A commit is synced, and with it all that is before it in the journal.
        files.removed.clear();
        drop(files);
        pause();
        Ok(())
    }

    fn after(&self, seq: u64, count: usize, bytes: usize) -> Result<Vec<Row>, OutboxError> {
        let files = self.files();
        let (mut rows, mut size) = (Vec::<Row>::new(), 0);
        for (row, _) in files.rows.range(seq + 1..).map(|(_, row)| row).take(count) {
            size += row.entry.size();
            if rows.first().is_some_and(|first| first.topic != row.topic || size > bytes) {
                break;
            }
            rows.push(row.clone());
        }
        Ok(rows)
    }

    fn count_after(&self, seq: u64) -> Result<u64, OutboxError> {
        Ok(self.files().rows.range(seq + 1..).count() as u64)
    }

    fn first(&self) -> Result<Option<u64>, OutboxError> {
        Ok(self.files().rows.keys().next().copied())
    }

    fn checkpoint(&self) -> Result<(), OutboxError> {
        Ok(())
    }

    fn remove(&self, to: u64, accepted_before: Duration) -> Result<usize, OutboxError> {
        pause();
        let mut files = self.files();
        let old = |(_, row): &(&u64, &(Row, u64))| row.1 <= accepted_before.as_secs();
        let old: Vec<u64> =
            files.rows.range(..=to).filter(old).map(|(seq, _)| *seq).take(5).collect();
        for seq in &old {
            let row = files.rows.remove(seq);
            files.removed.extend(row);
        }
        Ok(old.len())
    }
}

impl Bytes for SimDisk {
    fn length(&self) -> io::Result<u64> {
        Ok(self.files().notes.len() as u64)
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let at = usize::try_from(at).map_err(io::Error::other)?;
        let files = self.files();
        let found = files.notes.get(at..at + bytes.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        bytes.copy_from_slice(found);
        Ok(())
    }

    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        pause();
        let at = usize::try_from(at).map_err(io::Error::other)?;
        let end = at + bytes.len();
        let is_bad = self.files().capacity.is_some();
        if is_bad && Task::current().is_some_and(|task| task.chance(20)) {
            return Err(io::Error::other("input/output error"));
        }
        let mut files = self.files();
        if files.notes.len() < end {
            files.notes.resize(end, 0);
        }
        for page in at / PAGE..=(end - 1) / PAGE {
            let from = page * PAGE;
            let to = files.notes.len().min(from + PAGE);
            let before = files.notes[from..to].to_vec();
            files.pages.entry(page).or_default().push(before);
        }
        files.notes[at..end].copy_from_slice(bytes);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        pause();
        self.files().pages.clear();
        Ok(())
    }
}
