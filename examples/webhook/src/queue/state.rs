//! The state of an open queue.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

use annals::Uuid;

use crate::files;
use crate::queue::error::QueueError;
use crate::queue::segment::{self, Place};
use crate::queue::{Entry, Limits, position};

/// The name of the file with damaged bytes.
const DAMAGED: &str = "damaged.torn";

pub(super) struct State {
    pub(super) folder: PathBuf,
    pub(super) limits: Limits,
    /// The lock file, held while the queue is open.
    pub(super) _lock: File,
    /// Events that are not acknowledged, ordered by number.
    pub(super) waiting: VecDeque<Waiting>,
    /// The number of the next new event.
    pub(super) next: u64,
    /// The size of all waiting events.
    pub(super) bytes: u64,
    /// The numbers of the existing segments.
    pub(super) segments: VecDeque<u64>,
    /// The segment that new events are appended to; `None` at first and after an error.
    pub(super) active: Option<Active>,
}

/// An event that is not acknowledged.
pub(super) struct Waiting {
    pub(super) sequence: u64,
    pub(super) place: Place,
}

pub(super) struct Active {
    segment: u64,
    file: File,
    length: u64,
}

impl State {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn push(&mut self, id: Uuid, body: &[u8]) -> Result<(), QueueError> {
        let full = QueueError::Full(self.limits);
        let length = segment::length(body);
        if self.len() >= self.limits.events || self.bytes + length > self.limits.bytes {
            return Err(full);
        }
        let Some(record) = segment::record(self.next, id, body) else { return Err(full) };
        let mut active = self.writable()?;
        let place = Place { segment: active.segment, offset: active.length, length };
        let written = active.file.write_all(&record).and_then(|()| active.file.sync_data());
        if let Err(error) = written {
            // The sender gets an error, so the event must not be delivered later. No more events are appended to the
            // file: after a failed sync it is unknown which part of it is on disk.
            let _ = active.file.set_len(active.length).and_then(|()| active.file.sync_data());
            return Err(error.into());
        }
        active.length += length;
        self.active = Some(active);
        self.add(self.next, place);
        Ok(())
    }

    /// Adds an event that is on disk.
    pub(super) fn add(&mut self, sequence: u64, place: Place) {
        self.bytes += place.length;
        self.next = sequence + 1;
        self.waiting.push_back(Waiting { sequence, place });
    }

    pub(super) fn front(&mut self) -> Result<Option<Entry>, QueueError> {
        let Some(Waiting { sequence, place }) = self.waiting.front() else { return Ok(None) };
        let read = segment::read(&self.folder, *sequence, *place)?;
        let (id, body) = read.ok_or(QueueError::Damaged(*sequence))?;
        Ok(Some(Entry { sequence: *sequence, id, body }))
    }

    pub(super) fn acknowledge(&mut self, sequence: u64) -> Result<(), QueueError> {
        let first = self.waiting.front().filter(|first| first.sequence == sequence);
        let Some(Waiting { place, .. }) = first else { return Ok(()) };
        let length = place.length;
        position::write(&self.folder, sequence + 1)?;
        self.bytes -= length;
        self.waiting.pop_front();
        self.remove_done();
        Ok(())
    }

    /// Removes the first event if it has this number and is damaged, and moves its bytes aside.
    pub(super) fn skip_damaged(&mut self, sequence: u64) -> Result<(), QueueError> {
        if !matches!(self.front(), Err(QueueError::Damaged(first)) if first == sequence) {
            return Ok(());
        }
        if let Some(Waiting { place, .. }) = self.waiting.front() {
            self.put_aside(&segment::read_bytes(&self.folder, *place)?)?;
        }
        self.acknowledge(sequence)
    }

    /// Keeps damaged bytes in a file of their own.
    pub(super) fn put_aside(&self, bytes: &[u8]) -> io::Result<()> {
        files::append(&self.folder.join(DAMAGED), bytes, self.limits.bytes)
    }

    /// Deletes segments whose events are all acknowledged, except the last one.
    pub(super) fn remove_done(&mut self) {
        let needed = self.waiting.front().map(|first| first.place.segment);
        let needed = needed.or(self.segments.back().copied()).unwrap_or_default();
        while let Some(segment) = self.segments.front().copied().filter(|it| *it < needed) {
            if let Err(error) = fs::remove_file(segment::path(&self.folder, segment)) {
                // All its events are acknowledged, and the next start tries again.
                tracing::warn!(%error, "cannot delete a segment of the queue");
            }
            self.segments.pop_front();
        }
    }

    /// Takes the active segment out of the state, or starts a new one. The caller puts it back unless there is an error.
    fn writable(&mut self) -> io::Result<Active> {
        let next = self.next;
        match self.active.take() {
            Some(active) if active.length < self.limits.segment_bytes => return Ok(active),
            _ => {}
        }
        // A file with this name has no events, so it can be truncated.
        let path = segment::path(&self.folder, next);
        let mut file = files::private().create(true).truncate(true).write(true).open(path)?;
        file.write_all(segment::HEADER)?;
        file.sync_all()?;
        files::sync_folder(&self.folder)?;
        if self.segments.back() != Some(&next) {
            self.segments.push_back(next);
        }
        Ok(Active { segment: next, file, length: segment::HEADER.len() as u64 })
    }
}
