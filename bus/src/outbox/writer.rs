//! The thread that writes an outbox: it takes all that was handed in during the previous sync, and syncs once for it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use super::OutboxError;
use super::disk::{Disk, Rows};
use super::mark::Mark;
use crate::answer::Slot;
use crate::entry::Entry;
use crate::world::{self, Condvar, Thread};

/// The most entries, and about the most bytes, of one sync.
const COUNT: usize = 1_000;
const BYTES: usize = 128 << 10;

struct Request {
    topic: Arc<str>,
    tag: u64,
    entry: Entry,
    slot: Arc<Slot<Result<(), OutboxError>>>,
}

pub(super) struct Writer {
    queue: Arc<Queue>,
    thread: Option<Thread>,
}

/// What was handed in and is not on disk yet.
#[derive(Default)]
struct Queue {
    state: Mutex<Queued>,
    changed: Condvar,
}

#[derive(Default)]
struct Queued {
    requests: VecDeque<Request>,
    closed: bool,
}

/// The answer to come of an outbox that was given an event: wait for it, or await it.
///
/// The event is on disk when the answer is `Ok`. An event that is not accepted is not sent.
#[derive(Debug)]
#[must_use = "the event may have been refused"]
pub struct Ticket(Arc<Slot<Result<(), OutboxError>>>);

impl Writer {
    /// Starts the thread. `written` is called after each sync.
    pub(super) fn start(
        disk: Arc<dyn Disk>,
        rows: Option<Box<dyn Rows>>,
        written: impl Fn() + Send + 'static,
    ) -> Self {
        let queue = Arc::new(Queue::default());
        let mut target = Target { disk, rows };
        let incoming = Arc::clone(&queue);
        let thread = world::spawn(move || run(&mut target, &incoming, written));
        Self { queue, thread: Some(thread) }
    }

    pub(super) fn write(&self, topic: Arc<str>, tag: u64, entry: Entry) -> Ticket {
        let slot = Arc::new(Slot::default());
        self.queue.push(Request { topic, tag, entry, slot: Arc::clone(&slot) });
        Ticket(slot)
    }
}

impl Drop for Writer {
    /// Writes what was handed in.
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            thread.join();
        }
    }
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, Queued> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, request: Request) {
        let mut state = self.state();
        let was_empty = state.requests.is_empty();
        state.requests.push_back(request);
        drop(state);
        if was_empty {
            self.changed.notify_all();
        }
    }

    fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    /// Waits for requests, and takes those of one sync; none when the queue is closed and empty.
    fn take(&self) -> Vec<Request> {
        let mut state = self.state();
        while state.requests.is_empty() && !state.closed {
            state = self.changed.wait(&self.state, state, None);
        }
        let (mut batch, mut size) = (Vec::new(), 0);
        while batch.len() < COUNT
            && size < BYTES
            && let Some(request) = state.requests.pop_front()
        {
            size += request.entry.size();
            batch.push(request);
        }
        batch
    }
}

fn run(target: &mut Target, incoming: &Queue, written: impl Fn()) {
    loop {
        let batch = incoming.take();
        if batch.is_empty() {
            return;
        }
        if target.write(&batch).is_ok() {
            batch.iter().for_each(|request| request.slot.fill(Ok(())));
        } else {
            // One of them may be too large for the disk. The others need not suffer.
            for request in &batch {
                request.slot.fill(target.write(std::slice::from_ref(request)));
            }
        }
        written();
    }
}

/// Where a writer writes.
struct Target {
    disk: Arc<dyn Disk>,
    /// `None` if they could not be opened.
    rows: Option<Box<dyn Rows>>,
}

impl Target {
    fn write(&mut self, batch: &[Request]) -> Result<(), OutboxError> {
        let rows = match &mut self.rows {
            Some(rows) => rows,
            none => none.insert(self.disk.to_write()?),
        };
        let entries: Vec<_> =
            batch.iter().map(|request| (&*request.topic, request.tag, &request.entry)).collect();
        match rows.add(&entries, world::wall()) {
            Err(error) if error.is_full() && make_room(&**rows, &*self.disk)? => {
                rows.add(&entries, world::wall())
            }
            result => result,
        }
    }
}

/// Removes what was sent, which is kept for the case that the server loses it. False if there is nothing.
fn make_room(rows: &dyn Rows, disk: &dyn Disk) -> Result<bool, OutboxError> {
    let sent = Mark::open(disk.notes()?, rows.id()?)?.sent();
    if rows.first()?.is_none_or(|first| first > sent) {
        return Ok(false);
    }
    // Removing takes some room at first.
    disk.release();
    rows.checkpoint()?;
    while rows.remove(sent, world::wall())? > 0 {
        rows.checkpoint()?;
    }
    disk.reserve()?;
    Ok(true)
}

impl Ticket {
    /// Waits until the event is on disk, or refused.
    ///
    /// # Errors
    ///
    /// If it was refused.
    pub fn wait(self) -> Result<(), OutboxError> {
        self.0.wait()
    }
}

impl Future for Ticket {
    type Output = Result<(), OutboxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context).map(|answer| answer.unwrap_or(Err(OutboxError::Closed)))
    }
}
