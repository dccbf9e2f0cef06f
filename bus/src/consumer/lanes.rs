//! What a consumer has in hand: entries by key, in their order, of which only the first of each key may be worked on.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use crate::entry::Entry;
use crate::handler::Opened;
use crate::transport::Position;

/// What the order of entries depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Entries with the same key are in order.
    Of(Arc<str>),
    /// An entry without a key has a lane of its own.
    Alone(Position),
}

/// An entry in hand.
pub(super) struct Job<E> {
    pub(super) position: Position,
    pub(super) msg_id: String,
    pub(super) key: Key,
    /// How often it was handed out.
    pub(super) tries: u32,
    /// True if the engine already counts the next time that it is handed out.
    pub(super) counted: bool,
    /// When the engine last said that it is ours.
    pub(super) since: Instant,
    /// How often it has failed in this process.
    pub(super) failures: u32,
    pub(super) entry: Entry,
    /// True if it was handed out before and no one knows what came of it. Perhaps it kills the process, so no two of
    /// these are with workers at the same time: only one of them counts as handed out when the process dies.
    pub(super) suspect: bool,
    /// The event, or why it cannot be read.
    pub(super) opened: Result<Opened<E>, String>,
}

impl<E> Job<E> {
    /// The id of the event, as far as it can be read.
    pub(super) fn id(&self) -> String {
        match &self.opened {
            Ok(opened) => opened.metadata.id().to_string(),
            Err(_) => self.entry.id(),
        }
    }
}

struct Lane<E> {
    waiting: BTreeMap<Position, Job<E>>,
    /// How many are with a worker.
    running: usize,
    /// The first one waits until then.
    due: Option<Instant>,
}

/// The lanes of all keys. A lane is removed when it is empty.
pub(super) struct Lanes<E> {
    lanes: BTreeMap<Key, Lane<E>>,
    /// Lanes whose first entry can be worked on.
    ready: VecDeque<Key>,
    /// Lanes whose first entry is a suspect, while another suspect is with a worker.
    suspects: VecDeque<Key>,
    /// The suspect that is with a worker.
    suspect: Option<Position>,
    /// Lanes whose first entry has to wait.
    due: BTreeSet<(Instant, Key)>,
    /// The keys and sizes of all entries in hand.
    held: BTreeMap<Position, (Key, usize)>,
    bytes: usize,
}

impl<E> Lanes<E> {
    pub(super) fn new() -> Self {
        Self {
            lanes: BTreeMap::new(),
            ready: VecDeque::new(),
            suspects: VecDeque::new(),
            suspect: None,
            due: BTreeSet::new(),
            held: BTreeMap::new(),
            bytes: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn held(&self) -> BTreeSet<Position> {
        self.held.keys().copied().collect()
    }

    /// Adds an entry at its place, unless it is in hand already.
    pub(super) fn add(&mut self, job: Job<E>) {
        if self.held.contains_key(&job.position) {
            return;
        }
        let size = job.entry.size();
        self.held.insert(job.position, (job.key.clone(), size));
        self.bytes += size;
        let key = job.key.clone();
        let empty = || Lane { waiting: BTreeMap::new(), running: 0, due: None };
        let lane = self.lanes.entry(key.clone()).or_insert_with(empty);
        let idle = lane.running == 0 && lane.waiting.is_empty();
        lane.waiting.insert(job.position, job);
        if idle {
            self.ready.push_back(key);
        }
    }

    /// Takes at most `count` entries that can be worked on, each lane's in their order.
    pub(super) fn take(&mut self, count: usize, now: Instant) -> Vec<Job<E>> {
        while let Some((due, _)) = self.due.first()
            && *due <= now
        {
            self.ready.extend(self.due.pop_first().map(|(_, key)| key));
        }
        let mut taken = Vec::new();
        while taken.len() < count
            && let Some(key) = self.ready.pop_front()
        {
            let Some(lane) = self.lanes.get_mut(&key) else { continue };
            // After `forget`, a lane can be empty here, or have been made ready a second time.
            if lane.running > 0 {
                continue;
            }
            if lane.waiting.is_empty() {
                self.lanes.remove(&key);
                continue;
            }
            if self.suspect.is_some() && lane.waiting.values().next().is_some_and(|job| job.suspect)
            {
                self.suspects.push_back(key);
                continue;
            }
            lane.due = None;
            while taken.len() < count
                && let Some(first) = lane.waiting.first_entry()
                && !(first.get().suspect && self.suspect.is_some())
            {
                let job = first.remove();
                self.suspect = self.suspect.or(job.suspect.then_some(job.position));
                lane.running += 1;
                taken.push(job);
            }
        }
        taken
    }

    /// When the next lane that waits is due.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.due.first().map(|(due, _)| *due)
    }

    /// An entry that a worker has is no longer in hand.
    pub(super) fn finish(&mut self, key: &Key, position: Position) {
        self.answered(position);
        if let Some((_, size)) = self.held.remove(&position) {
            self.bytes -= size;
        }
        self.release(key);
    }

    /// A worker gives an entry back, to be worked on again, not before a time.
    pub(super) fn put_back(&mut self, job: Job<E>, due: Option<Instant>) {
        let key = job.key.clone();
        self.answered(job.position);
        if let Some(lane) = self.lanes.get_mut(&key) {
            lane.due = lane.due.max(due);
            lane.waiting.insert(job.position, job);
        }
        self.release(&key);
    }

    /// An entry is another member's now: it is no longer in hand, unless a worker has it.
    pub(super) fn forget(&mut self, position: Position) {
        let Some((key, size)) = self.held.get(&position) else { return };
        let Some(lane) = self.lanes.get_mut(key) else { return };
        if lane.waiting.remove(&position).is_some() {
            self.bytes -= size;
            // An empty lane that is ready, or waits, is removed when its turn comes.
            self.held.remove(&position);
        }
    }

    /// A worker no longer has an entry. If it was a suspect, the next one may be handed out.
    fn answered(&mut self, position: Position) {
        if self.suspect == Some(position) {
            self.suspect = None;
            self.ready.extend(self.suspects.drain(..));
        }
    }

    /// One entry less of the lane is with a worker.
    fn release(&mut self, key: &Key) {
        let Some(lane) = self.lanes.get_mut(key) else { return };
        lane.running -= 1;
        if lane.running > 0 {
            return;
        }
        if lane.waiting.is_empty() {
            self.lanes.remove(key);
        } else if let Some(due) = lane.due {
            self.due.insert((due, key.clone()));
        } else {
            self.ready.push_back(key.clone());
        }
    }
}
