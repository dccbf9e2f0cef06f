//! The thread that reads: new entries, what this member has pending, and what dead members have left.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Why;
use super::lanes::{Job, Key};
use super::observed::Observed;
use super::report::{Notice, Report};
use super::shared::Shared;
use super::worker;
use crate::handler::Handler;
use crate::transport::{Claim, Delivery, Joined, Pending, Position, TransportError};
use crate::world;

/// The longest time that a read blocks, and with it that a stop waits for a reader that is idle.
const BLOCK: Duration = Duration::from_millis(250);
/// The most entries that are read at once.
const COUNT: usize = 100;

struct Reader<'a, 'b, H: Handler> {
    shared: &'a Shared<'b, H::Event>,
    handler: &'a H,
    observed: Observed,
    /// The last entry that was read.
    last: Option<Position>,
    /// When something last came, or was in hand.
    active: Instant,
    /// When to look at what is pending.
    sweep_at: Instant,
}

pub(super) fn run<H: Handler>(shared: &Shared<'_, H::Event>, handler: &H) {
    let now = world::now();
    let observed = Observed::default();
    let reader = Reader { shared, handler, observed, last: None, active: now, sweep_at: now };
    reader.run();
    // Only if it was not the reason.
    shared.stop(Why::Stopped);
}

/// Counts what was removed before the group has read it.
pub(super) fn note_trimmed<E>(shared: &Shared<'_, E>) {
    if let Ok(count @ 1..) = shared.member.trimmed_unread() {
        shared.count(|summary| summary.lost += count);
        shared.notice(Notice::TrimmedUnread(count));
    }
}

impl<H: Handler> Reader<'_, '_, H> {
    fn run(mut self) {
        let mut failures = 0;
        // The first time the group may be new; afterwards it is then a new one.
        let (mut joined, mut ready) = (false, false);
        while !self.shared.is_stopping() {
            let result = if joined { self.turn() } else { self.join(ready) };
            match result {
                Ok(()) => {
                    self.shared.answers();
                    if !ready {
                        self.shared.report(Report::Ready);
                    }
                    (joined, ready, failures) = (true, true, 0);
                    if self.is_idle() {
                        return self.shared.stop(Why::Idle);
                    }
                }
                Err(TransportError::Gone) if joined => joined = false,
                Err(TransportError::Never(reason)) if !ready => {
                    return self.shared.refused(&reason);
                }
                Err(error) => {
                    joined = false;
                    failures += 1;
                    self.shared.is_away(&error);
                    self.pause(self.shared.backoff(failures).min(Duration::from_secs(1)));
                }
            }
        }
    }

    fn join(&mut self, again: bool) -> Result<(), TransportError> {
        let Joined { created, topic_lost } = self.shared.member.join(self.last)?;
        if created && again {
            if topic_lost {
                self.shared.notice(Notice::StreamLost);
            }
            self.last = None;
            self.shared.notice(Notice::GroupRecreated);
        } else if created {
            self.shared.notice(Notice::GroupCreated);
        }
        // A read whose answer was lost has left entries with this member, so they are taken up before others are read.
        self.sweep_at = world::now();
        self.active = world::now();
        Ok(())
    }

    /// Reads once. Looks at what is pending before, if it is time.
    fn turn(&mut self) -> Result<(), TransportError> {
        if world::now() >= self.sweep_at {
            if !self.sweep()? {
                // Nothing new may pass what this member has pending.
                self.shared.wait(Duration::from_millis(20));
                return Ok(());
            }
            self.sweep_at = world::now() + self.sweep_each();
        }
        let room = self.shared.room();
        if room == 0 {
            self.shared.wait(Duration::from_millis(20));
            return Ok(());
        }
        let wait = self.sweep_at.saturating_duration_since(world::now()).min(BLOCK);
        let read = self.shared.member.read(room.min(COUNT), wait)?;
        let last = read.iter().map(|read| read.position).filter(|it| !it.replayed).max();
        self.last = last.or(self.last);
        match <[Delivery; 1]>::try_from(read) {
            Ok([one]) if self.shared.settings.workers <= 1 => self.handle(one),
            Ok([one]) => return self.admit(vec![one]),
            Err(several) => return self.admit(several),
        }
        Ok(())
    }

    /// Handles what came alone on this thread if the worker is idle: waking that one takes longer than most handlers.
    fn handle(&mut self, one: Delivery) {
        self.shared.add_quietly(self.job(one, true));
        worker::work_now(self.shared, self.handler);
        // If the worker was not idle, it finds the entry.
        self.active = world::now();
    }

    fn sweep_each(&self) -> Duration {
        let each = self.shared.settings.claim_after / 4;
        each.clamp(Duration::from_millis(50), Duration::from_secs(1))
    }

    /// Takes in what was read for the first time.
    fn admit(&mut self, read: Vec<Delivery>) -> Result<(), TransportError> {
        if read.is_empty() {
            return Ok(());
        }
        self.active = world::now();
        // The engine counts a read as handing out. That is right for one entry, which is handed out at once.
        let counted = read.len() == 1 || self.shared.settings.batch > 1;
        if !counted {
            let positions: Vec<_> = read.iter().map(|read| (read.position, Some(0))).collect();
            self.shared.member.keep(&positions)?;
        }
        let jobs: Vec<_> = read.into_iter().map(|read| self.job(read, counted)).collect();
        self.shared.lanes(|lanes| jobs.into_iter().for_each(|job| lanes.add(job)));
        Ok(())
    }

    fn job(&self, delivery: Delivery, counted: bool) -> Job<H::Event> {
        let opened = self.handler.open(&delivery.entry);
        let key = opened.as_ref().ok().and_then(|opened| opened.key.as_deref());
        let key = key.map_or(Key::Alone(delivery.position), |key| Key::Of(Arc::from(key)));
        Job {
            position: delivery.position,
            msg_id: delivery.msg_id,
            key,
            tries: delivery.tries,
            counted,
            since: world::now(),
            failures: 0,
            suspect: delivery.tries > 0,
            entry: delivery.entry,
            opened,
        }
    }

    /// Takes up what this member has pending and does not have in hand, and what others have left. False if there is no
    /// room for all that is this member's.
    fn sweep(&mut self) -> Result<bool, TransportError> {
        note_trimmed(self.shared);
        // Before the engine is asked: what is acknowledged in between is not pending any more.
        let held = self.shared.lanes(|lanes| lanes.held());
        let pending = self.shared.member.pending()?;
        let mine = pending.iter().filter(|it| it.own && !held.contains(&it.position));
        let mut wanted: Vec<Pending> = mine.cloned().collect();
        let others: Vec<&Pending> = pending.iter().filter(|pending| !pending.own).collect();
        let claim_after = self.shared.settings.claim_after;
        wanted.extend(self.observed.ripe(&others, claim_after, world::now()).into_iter().cloned());
        while !wanted.is_empty() {
            let room = self.shared.room().min(COUNT).min(wanted.len());
            if room == 0 {
                break;
            }
            let rest = wanted.split_off(room);
            self.take_over(&wanted)?;
            wanted = rest;
        }
        Ok(!wanted.iter().any(|pending| pending.own))
    }

    fn take_over(&mut self, wanted: &[Pending]) -> Result<(), TransportError> {
        let own = |position: &Position| wanted.iter().any(|it| it.own && it.position == *position);
        let mut jobs = Vec::new();
        for claim in self.shared.member.claim(wanted)? {
            self.active = world::now();
            match claim {
                Claim::Taken(delivery) => {
                    if !own(&delivery.position) {
                        self.shared.notice(Notice::Claimed(&delivery.msg_id));
                    }
                    jobs.push(self.job(delivery, false));
                }
                Claim::Hole(msg_id) => {
                    self.shared.count(|summary| summary.lost += 1);
                    self.shared.notice(Notice::Hole(&msg_id));
                }
            }
        }
        self.shared.lanes(|lanes| jobs.into_iter().for_each(|job| lanes.add(job)));
        Ok(())
    }

    fn is_idle(&mut self) -> bool {
        if !self.shared.is_empty() {
            self.active = world::now();
        }
        self.shared.settings.idle_exit.is_some_and(|longest| world::since(self.active) >= longest)
    }

    fn pause(&self, wait: Duration) {
        let until = world::now() + wait;
        while world::now() < until && !self.shared.is_stopping() {
            let left = until.saturating_duration_since(world::now());
            self.shared.wait(left.min(Duration::from_millis(50)));
        }
    }
}
