//! The thread that delivers the events of a queue, one after another, until it is told to stop.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::backoff::pause;
use crate::client::{Client, Outcome};
use crate::config::RetryConfig;
use crate::control::Control;
use crate::dead_letters::DeadLetters;
use crate::queue::{Entry, Queue, QueueError};

pub(crate) struct Courier {
    pub(crate) event: &'static str,
    pub(crate) queue: Arc<Queue>,
    pub(crate) control: Arc<Control>,
    pub(crate) client: Client,
    pub(crate) dead_letters: DeadLetters,
    pub(crate) retry: RetryConfig,
}

/// What to do after a step.
enum Next {
    Continue,
    AwaitWork,
    Pause(Duration),
    /// The queue is closed.
    Stop,
}

/// Reports on drop that the courier has stopped, even if it panicked.
struct Stopping(Arc<Control>);

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.set_stopped();
    }
}

impl Courier {
    /// Starts the thread.
    pub(crate) fn start(self) -> io::Result<JoinHandle<()>> {
        let stopping = Stopping(Arc::clone(&self.control));
        thread::Builder::new().name(format!("webhook {}", self.event)).spawn(move || {
            let _stopping = stopping;
            self.run();
        })
    }

    /// After it was told to stop, it goes on until the queue is empty, a delivery fails or the deadline is over.
    fn run(&self) {
        let mut failed = 0;
        loop {
            if self.control.deadline().is_some_and(|deadline| deadline <= Instant::now()) {
                return;
            }
            let stays = match self.step(&mut failed) {
                Next::Continue => true,
                Next::AwaitWork => self.control.await_work(),
                Next::Pause(pause) => self.control.pause(pause),
                Next::Stop => false,
            };
            if !stays {
                return;
            }
        }
    }

    /// One attempt to deliver the first event, after `failed` attempts that failed.
    fn step(&self, failed: &mut u32) -> Next {
        let entry = match self.queue.front() {
            Ok(Some(entry)) => entry,
            Ok(None) => return Next::AwaitWork,
            Err(QueueError::Damaged(sequence)) => return self.skip_damaged(sequence, failed),
            Err(error) => return self.queue_failed(&error, failed),
        };
        let left = self.control.deadline().map(|it| it.saturating_duration_since(Instant::now()));
        let outcome = self.client.post(&entry, left);
        let settled = self.settle(&entry, outcome, *failed + 1);
        match settled {
            Ok(None) => {
                *failed = 0;
                Next::Continue
            }
            Ok(Some(after)) => {
                *failed = failed.saturating_add(1);
                Next::Pause(pause(&self.retry, *failed, after))
            }
            Err(error) => self.queue_failed(&error, failed),
        }
    }

    /// Removes the event from the queue if it was delivered or rejected. Otherwise returns the value of `Retry-After`.
    fn settle(
        &self,
        entry: &Entry,
        outcome: Outcome,
        attempt: u32,
    ) -> Result<Option<Option<Duration>>, QueueError> {
        let (event, id) = (self.event, entry.id);
        match outcome {
            Outcome::Delivered(status) => {
                tracing::info!(event, %id, status, attempt, "delivered");
            }
            Outcome::Later { why, after }
                if self.retry.attempts.is_none_or(|most| attempt < most) =>
            {
                tracing::warn!(event, %id, attempt, why, "delivery failed, will retry");
                return Ok(Some(after));
            }
            Outcome::Later { why, .. } => self.give_up(entry, &why, attempt)?,
            Outcome::Rejected(status) => {
                self.give_up(entry, &format!("status {status}"), attempt)?
            }
        }
        self.queue.acknowledge(entry.sequence)?;
        Ok(None)
    }

    fn give_up(&self, entry: &Entry, reason: &str, attempt: u32) -> Result<(), QueueError> {
        self.dead_letters.add(entry, reason, attempt)?;
        let (event, id) = (self.event, entry.id);
        tracing::error!(event, %id, attempt, reason, "given up and added to the dead letters");
        Ok(())
    }

    fn skip_damaged(&self, sequence: u64, failed: &mut u32) -> Next {
        let event = self.event;
        tracing::error!(event, sequence, "an event is lost: its record is damaged");
        match self.queue.skip_damaged(sequence) {
            Ok(()) => Next::Continue,
            Err(error) => self.queue_failed(&error, failed),
        }
    }

    fn queue_failed(&self, error: &QueueError, failed: &mut u32) -> Next {
        if matches!(error, QueueError::Closed) {
            return Next::Stop;
        }
        *failed = failed.saturating_add(1);
        let event = self.event;
        tracing::error!(event, %error, "the queue on disk failed, will retry");
        Next::Pause(pause(&self.retry, *failed, None))
    }
}
