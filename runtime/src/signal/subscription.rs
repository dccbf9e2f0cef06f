//! Events as a stream with a bounded buffer, which reports how many events were lost.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use crate::event::Event;
use crate::metadata::Metadata;
use crate::signal::Signal;
use crate::signal::connection::ConnectionGuard;
use crate::signal::options::Options;

/// What a [`Subscription`] yields.
#[derive(Debug, Clone, PartialEq)]
pub enum Received<E> {
    /// An event and its metadata.
    Event(E, Metadata),
    /// This many events were lost at this point, because they were not read in time.
    Lagged(u64),
}

/// An endless stream of events. It works on any async runtime. Dropping it disconnects it.
#[derive(Debug)]
#[must_use = "a subscription ends when it is dropped"]
pub struct Subscription<E> {
    queue: Arc<Mutex<Queue<E>>>,
    _connection: ConnectionGuard,
}

#[derive(Debug)]
struct Queue<E> {
    events: VecDeque<(E, Metadata)>,
    capacity: usize,
    lost: u64,
    reader: Option<Waker>,
}

impl<E: Event + Clone> Subscription<E> {
    pub(crate) fn new(signal: Signal<E>, capacity: usize) -> Self {
        let queue = Queue { events: VecDeque::new(), capacity, lost: 0, reader: None };
        let queue = Arc::new(Mutex::new(queue));
        let writer = Arc::clone(&queue);
        let options = Options::new().name("a subscription");
        let connection = signal.connect_with(options, move |event: &E, metadata: &Metadata| {
            push(&writer, (event.clone(), metadata.clone()));
        });
        Self { queue, _connection: connection.guard() }
    }
}

impl<E> Subscription<E> {
    pub(crate) fn poll_received(&mut self, context: &mut Context<'_>) -> Poll<Received<E>> {
        let mut queue = lock(&self.queue);
        // The lost events are older than all that are buffered.
        if queue.lost > 0 {
            return Poll::Ready(Received::Lagged(std::mem::take(&mut queue.lost)));
        }
        match queue.events.pop_front() {
            Some((event, metadata)) => Poll::Ready(Received::Event(event, metadata)),
            None => {
                let before = queue.reader.replace(context.waker().clone());
                // Dropping the old waker may drop a task, whose `Drop` may send: release the lock first.
                drop(queue);
                drop(before);
                Poll::Pending
            }
        }
    }
}

impl<E: Event> Stream for Subscription<E> {
    type Item = Received<E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_received(context).map(Some)
    }
}

/// Adds an event to the buffer. If the buffer is full, drops the oldest.
fn push<E>(queue: &Mutex<Queue<E>>, event: (E, Metadata)) {
    let mut queue = lock(queue);
    queue.events.push_back(event);
    let oldest = if queue.events.len() > queue.capacity { queue.events.pop_front() } else { None };
    queue.lost += u64::from(oldest.is_some());
    let reader = queue.reader.take();
    drop(queue);
    if let Some(reader) = reader {
        reader.wake();
    }
}

fn lock<E>(queue: &Mutex<Queue<E>>) -> MutexGuard<'_, Queue<E>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}
