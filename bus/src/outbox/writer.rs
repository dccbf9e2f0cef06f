//! The thread that writes an outbox: it takes all that was handed in during the previous sync, and syncs once for it.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{mem, thread};

use super::OutboxError;
use super::mark::Mark;
use super::reserve;
use super::store::Store;
use crate::entry::Entry;

/// The most entries, and about the most bytes, of one sync.
const COUNT: usize = 1_000;
const BYTES: usize = 128 << 10;

struct Request {
    topic: Arc<str>,
    tag: u64,
    entry: Entry,
    slot: Arc<Slot>,
}

pub(super) struct Writer {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

/// The answer to come of an outbox that was given an event: wait for it, or await it.
///
/// The event is on disk when the answer is `Ok`. An event that is not accepted is not sent.
#[derive(Debug)]
#[must_use = "the event may have been refused"]
pub struct Ticket(Arc<Slot>);

#[derive(Debug, Default)]
struct Slot {
    state: Mutex<State>,
    filled: Condvar,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Empty,
    Awaited(Waker),
    Filled(Result<(), OutboxError>),
    Taken,
}

impl Writer {
    /// Starts the thread. `written` is called after each sync.
    pub(super) fn start(
        folder: PathBuf,
        store: Option<Store>,
        written: impl Fn() + Send + 'static,
    ) -> Self {
        let (requests, incoming) = channel();
        let mut target = Target { folder, store };
        let thread = thread::spawn(move || run(&mut target, &incoming, written));
        Self { requests: Some(requests), thread: Some(thread) }
    }

    pub(super) fn write(&self, topic: Arc<str>, tag: u64, entry: Entry) -> Ticket {
        let slot = Arc::new(Slot::default());
        let request = Request { topic, tag, entry, slot: Arc::clone(&slot) };
        let sent = self.requests.as_ref().is_some_and(|requests| requests.send(request).is_ok());
        if !sent {
            slot.fill(Err(OutboxError::Closed));
        }
        Ticket(slot)
    }
}

impl Drop for Writer {
    /// Writes what was handed in.
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(target: &mut Target, incoming: &Receiver<Request>, written: impl Fn()) {
    while let Ok(first) = incoming.recv() {
        let (mut batch, mut size) = (vec![first], 0);
        while batch.len() < COUNT
            && size < BYTES
            && let Ok(request) = incoming.try_recv()
        {
            size += request.entry.size();
            batch.push(request);
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
    folder: PathBuf,
    /// `None` if it could not be opened.
    store: Option<Store>,
}

impl Target {
    fn write(&mut self, batch: &[Request]) -> Result<(), OutboxError> {
        let store = match &mut self.store {
            Some(store) => store,
            none => none.insert(Store::open(&super::database(&self.folder))?),
        };
        let rows: Vec<_> =
            batch.iter().map(|request| (&*request.topic, request.tag, &request.entry)).collect();
        match store.add(&rows, now()) {
            Err(error) if error.is_full() && make_room(store, &self.folder)? => {
                store.add(&rows, now())
            }
            result => result,
        }
    }
}

/// Removes what was sent, which is kept for the case that the server loses it. False if there is nothing.
fn make_room(store: &Store, folder: &Path) -> Result<bool, OutboxError> {
    let sent = Mark::open(&folder.join("sent"), store.id()?)?.sent();
    if store.first()?.is_none_or(|first| first > sent) {
        return Ok(false);
    }
    // Removing takes some room at first.
    reserve::release(folder);
    store.checkpoint()?;
    while store.remove(sent, now())? > 0 {
        store.checkpoint()?;
    }
    reserve::take(folder)?;
    Ok(true)
}

/// The time since 1970.
pub(super) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

impl Slot {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(&self, result: Result<(), OutboxError>) {
        let before = mem::replace(&mut *self.state(), State::Filled(result));
        self.filled.notify_all();
        if let State::Awaited(waker) = before {
            waker.wake();
        }
    }
}

impl Ticket {
    /// Waits until the event is on disk, or refused.
    ///
    /// # Errors
    ///
    /// If it was refused.
    pub fn wait(self) -> Result<(), OutboxError> {
        let mut state = self.0.state();
        loop {
            if let State::Filled(_) = &*state
                && let State::Filled(result) = mem::replace(&mut *state, State::Taken)
            {
                return result;
            }
            state = self.0.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for Ticket {
    type Output = Result<(), OutboxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.0.state();
        match mem::replace(&mut *state, State::Taken) {
            State::Filled(result) => Poll::Ready(result),
            State::Empty | State::Awaited(_) => {
                *state = State::Awaited(context.waker().clone());
                Poll::Pending
            }
            State::Taken => Poll::Ready(Err(OutboxError::Closed)),
        }
    }
}
