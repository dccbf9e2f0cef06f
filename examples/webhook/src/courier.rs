//! The thread that delivers the events of a queue, one after another, until it is told to stop.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::backoff::pause;
use crate::client::Outcome;
use crate::config::RetryConfig;
use crate::control::Control;
use crate::dead_letters::DeadLetters;
use crate::queue::{Entry, Queue, QueueError};

/// Tries to deliver an event, for at most a time if there is one.
pub(crate) type Deliver = Box<dyn Fn(&Entry, Option<Duration>) -> Outcome + Send>;

pub(crate) struct Courier {
    pub(crate) event: &'static str,
    pub(crate) queue: Arc<Queue>,
    pub(crate) control: Arc<Control>,
    pub(crate) deliver: Deliver,
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
            self.run_again();
        })
    }

    /// Runs again after a panic, which counts as a failed attempt, until it is told to stop.
    fn run_again(&self) {
        let mut failed = 0;
        // Unwind safe: the courier has no state but `failed`, and the queue changes in memory only after it did on disk.
        while catch_unwind(AssertUnwindSafe(|| self.run(&mut failed))).is_err() {
            failed = failed.saturating_add(1);
            tracing::error!(event = self.event, "the courier panicked, will restart");
            if !self.control.pause(pause(&self.retry, failed, None)) {
                return;
            }
        }
    }

    /// After it was told to stop, it goes on until the queue is empty, a delivery fails or the deadline is over.
    fn run(&self, failed: &mut u32) {
        loop {
            if self.control.deadline().is_some_and(|deadline| deadline <= Instant::now()) {
                return;
            }
            let stays = match self.step(failed) {
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
        let outcome = (self.deliver)(&entry, left);
        let settled = self.settle(&entry, outcome, failed.saturating_add(1));
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::{Duration, Instant};

    use annals::Uuid;

    use super::Courier;
    use crate::client::Outcome;
    use crate::config::RetryConfig;
    use crate::control::Control;
    use crate::dead_letters::DeadLetters;
    use crate::queue::{Limits, Queue};

    const LONG: Duration = Duration::from_secs(20);

    /// A courier with two events that panics at the first `panics` attempts, and what it needs.
    fn start(panics: u32) -> (tempfile::TempDir, Arc<Queue>, Arc<Control>, Arc<AtomicU32>) {
        let folder = tempfile::tempdir().expect("there is a folder");
        let limits = Limits { events: 10, bytes: 1000, segment_bytes: 1000 };
        let queue = Arc::new(Queue::open(folder.path(), limits).expect("the queue opens"));
        for number in 0..2 {
            queue.push(Uuid::from_u128(number), b"{}").expect("the queue has room");
        }
        let (control, attempts) = (Arc::new(Control::default()), Arc::new(AtomicU32::new(0)));
        let count = Arc::clone(&attempts);
        let courier = Courier {
            event: "EVENT",
            queue: Arc::clone(&queue),
            control: Arc::clone(&control),
            deliver: Box::new(move |_, _| {
                assert!(count.fetch_add(1, Ordering::SeqCst) >= panics, "a bug in the courier");
                Outcome::Delivered(200)
            }),
            dead_letters: DeadLetters::new(folder.path(), "event", 1000),
            retry: RetryConfig {
                first: Duration::from_millis(1),
                longest: Duration::from_millis(20),
                attempts: None,
            },
        };
        courier.start().expect("there are threads");
        (folder, queue, control, attempts)
    }

    #[test]
    fn a_courier_that_panics_is_restarted() {
        let (_folder, queue, control, attempts) = start(3);
        let end = Instant::now() + LONG;
        while !queue.is_empty() {
            assert!(Instant::now() < end, "{} attempts", attempts.load(Ordering::SeqCst));
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(attempts.load(Ordering::SeqCst), 5);
        control.stop(Instant::now() + LONG);
        assert!(control.await_stopped(Instant::now() + LONG));
    }

    #[test]
    fn a_courier_that_always_panics_stops_at_the_shutdown() {
        let (_folder, queue, control, attempts) = start(u32::MAX);
        while attempts.load(Ordering::SeqCst) < 8 {
            std::thread::sleep(Duration::from_millis(1));
        }
        control.stop(Instant::now() + LONG);
        assert!(control.await_stopped(Instant::now() + LONG));
        assert_eq!(queue.len(), 2);
    }
}
