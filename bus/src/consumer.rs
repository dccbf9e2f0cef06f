//! Hands the entries of a topic to a handler, and acknowledges an entry when the handler is done with it, or when it was
//! put aside.
//!
//! One thread reads, some work, and one keeps the claims on what is in hand. They share the lanes: entries of one key wait
//! in one lane, and only the first of a lane is ever with a worker. If there is one worker, and it is idle, the thread that
//! reads handles what comes alone.

mod backoff;
mod keeper;
mod lanes;
mod observed;
mod reader;
mod report;
mod shared;
mod worker;

use std::time::Duration;

use crate::handler::Handler;
use crate::stop::Stop;
use crate::transport::Member;
use crate::world::{self, Scoped};
pub use report::{Cause, Notice, Report};
use shared::Shared;

/// How a consumer works.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Entries that another member has had for so long without keeping its claim are taken over.
    pub claim_after: Duration,
    /// How often a message is handed out before it is put aside.
    pub max_tries: u32,
    /// The first wait between two tries, which is doubled each time.
    pub backoff_min: Duration,
    /// The longest wait between two tries.
    pub backoff_max: Duration,
    /// How many messages are handled at the same time.
    pub workers: usize,
    /// How long the id of a handled event is remembered. A message with the same id is acknowledged without being handled.
    pub dedupe: Option<Duration>,
    /// Ends after this many messages were handled or put aside.
    pub expect: Option<u64>,
    /// Ends after nothing has come for so long.
    pub idle_exit: Option<Duration>,
    /// Ends after the engine has not answered for so long.
    pub give_up_after: Option<Duration>,
    /// How long an acknowledgement is tried after the consumer was told to stop.
    pub stop_timeout: Duration,
    /// How many messages are handed out one after another before they are acknowledged together. With more than one, all
    /// of them count as handed out when the process dies.
    pub batch: usize,
    /// The most entries in memory.
    pub in_hand: usize,
    /// The most bytes of entries in memory; one entry may be larger.
    pub in_hand_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            claim_after: Duration::from_secs(60),
            max_tries: 5,
            backoff_min: Duration::from_millis(100),
            backoff_max: Duration::from_secs(30),
            workers: 1,
            dedupe: None,
            expect: None,
            idle_exit: None,
            give_up_after: None,
            stop_timeout: Duration::from_secs(5),
            batch: 1,
            in_hand: 5_000,
            in_hand_bytes: 64 << 20,
        }
    }
}

/// Why a consumer ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Why {
    /// It was told to.
    #[default]
    Stopped,
    /// It has handled, or put aside, what was expected.
    Expected,
    /// Nothing came for so long.
    Idle,
    /// The engine did not answer for so long.
    GaveUp,
    /// The engine will never do what is needed.
    Refused,
}

/// What a consumer has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Why it ended.
    pub why: Why,
    /// What the engine refused, if that was why.
    pub refusal: Option<String>,
    /// Messages that were handled and acknowledged.
    pub handled: u64,
    /// Messages that were put aside.
    pub dead: u64,
    /// Tries that failed and were followed, or are to be followed, by another one.
    pub retries: u64,
    /// Entries that are gone and were not handled by this group.
    pub lost: u64,
    /// Messages that were handled or put aside, but the engine has not confirmed it: they will come again.
    pub unconfirmed: u64,
}

/// Lets the other threads end, also if this one panics.
struct Ending<'a, 'b, E>(&'a Shared<'b, E>);

impl<E> Drop for Ending<'_, '_, E> {
    fn drop(&mut self) {
        self.0.stop(Why::Stopped);
        self.0.end();
    }
}

/// A member of a group that hands what it reads to a handler.
pub struct Consumer<'a, H> {
    member: &'a dyn Member,
    handler: &'a H,
    settings: Settings,
}

impl<'a, H: Handler> Consumer<'a, H> {
    /// A consumer that does nothing yet.
    pub fn new(member: &'a dyn Member, handler: &'a H, settings: Settings) -> Self {
        Self { member, handler, settings }
    }

    /// Works until it is stopped, or until what the settings say. `report` is called by several threads.
    pub fn run(&self, stop: &Stop, report: &(dyn Fn(Report<'_>) + Sync)) -> Summary {
        let shared = Shared::new(self.member, &self.settings, stop, report);
        world::scope(|scope| {
            let keeper = scope.spawn(|| keeper::run(&shared));
            let work = || worker::run(&shared, self.handler);
            let workers: Vec<_> =
                (0..self.settings.workers.max(1)).map(|_| scope.spawn(work)).collect();
            let ending = Ending(&shared);
            reader::run(&shared, self.handler);
            workers.into_iter().for_each(Scoped::join);
            reader::note_trimmed(&shared);
            drop(ending);
            keeper.join();
        });
        shared.into_summary()
    }
}
