//! A thread that hands messages to the handler, and acknowledges them.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::lanes::{Job, Key};
use super::report::{Cause, Notice, Report};
use super::shared::Shared;
use crate::handler::{Attempt, Failure, Handler};
use crate::transport::{Position, Settled};
use crate::world;

/// What became of a message that was taken.
enum Verdict {
    Handled,
    /// An event with the same id was handled before.
    Duplicate,
    /// It is put aside, for this reason.
    Dead(String),
}

pub(super) fn run<H: Handler>(shared: &Shared<'_, H::Event>, handler: &H) {
    while let Some(taken) = shared.take() {
        Worker { shared, handler }.work(taken);
        shared.rest();
    }
}

/// Works once on this thread, if a worker is idle and there is something to work on.
pub(super) fn work_now<H: Handler>(shared: &Shared<'_, H::Event>, handler: &H) {
    if let Some(taken) = shared.take_now() {
        Worker { shared, handler }.work(taken);
        shared.rest();
        shared.notify();
    }
}

struct Worker<'a, 'b, H: Handler> {
    shared: &'a Shared<'b, H::Event>,
    handler: &'a H,
}

impl<H: Handler> Worker<'_, '_, H> {
    fn work(&self, taken: Vec<Job<H::Event>>) {
        let (mut settled, mut alive) = (Vec::new(), Vec::new());
        for mut job in taken {
            match verdict_before(&job, self.shared.settings.max_tries) {
                Some(reason) => {
                    // What cannot be read was handed out now, to find that out.
                    job.tries = job.tries.max(1);
                    settled.push((job, Verdict::Dead(reason)));
                }
                None => alive.push(job),
            }
        }
        let Some(mine) = self.begin(alive) else { return self.settle(settled) };
        let duplicates = self.duplicates(&mine);
        let mut blocked: BTreeSet<Key> = BTreeSet::new();
        for job in mine {
            if blocked.contains(&job.key) {
                self.put_back(job, None);
            } else if duplicates.contains(&job.position) {
                settled.push((job, Verdict::Duplicate));
            } else {
                let key = job.key.clone();
                match self.attempt(job) {
                    Some(done) => settled.push(done),
                    None => drop(blocked.insert(key)),
                }
            }
        }
        self.settle(settled);
    }

    /// Tells the engine that messages are handed out now. What is another member's by now is let go.
    fn begin(&self, jobs: Vec<Job<H::Event>>) -> Option<Vec<Job<H::Event>>> {
        let fresh = self.shared.settings.claim_after / 3;
        let to_tell = |job: &Job<_>| !job.counted || world::since(job.since) >= fresh;
        let told: Vec<(Position, Option<u32>)> = jobs
            .iter()
            .filter(|job| to_tell(job))
            .map(|job| (job.position, Some(job.tries + 1)))
            .collect();
        if told.is_empty() {
            return Some(jobs);
        }
        let Some(kept) = self.shared.until_done(|| self.shared.member.keep(&told)) else {
            jobs.into_iter().for_each(|job| self.put_back(job, None));
            return None;
        };
        let kept = told.iter().zip(kept).filter(|(_, kept)| !kept);
        let others: BTreeSet<Position> = kept.map(|((position, _), _)| *position).collect();
        let mut mine = Vec::new();
        for mut job in jobs {
            if others.contains(&job.position) {
                self.let_go(&job);
                self.shared.return_permit();
            } else {
                job.since = world::now();
                mine.push(job);
            }
        }
        Some(mine)
    }

    fn duplicates(&self, jobs: &[Job<H::Event>]) -> BTreeSet<Position> {
        if self.shared.settings.dedupe.is_none() {
            return BTreeSet::new();
        }
        let ids: Vec<String> = jobs.iter().map(Job::id).collect();
        let names: Vec<&str> = ids.iter().map(String::as_str).collect();
        let seen = self.shared.until_done(|| self.shared.member.seen(&names)).unwrap_or_default();
        let seen = jobs.iter().zip(seen).filter(|(_, seen)| *seen);
        seen.map(|(job, _)| job.position).collect()
    }

    /// Hands a message to the handler. `None` if it has to be tried again.
    fn attempt(&self, mut job: Job<H::Event>) -> Option<(Job<H::Event>, Verdict)> {
        let Ok(opened) = &job.opened else { return None };
        let attempt = Attempt { msg_id: &job.msg_id, tries: job.tries + 1 };
        let result = catch_unwind(AssertUnwindSafe(|| self.handler.handle(opened, &attempt)));
        (job.counted, job.suspect) = (false, false);
        match result.unwrap_or_else(|_| Err(Failure::Message("the handler panicked".to_owned()))) {
            Ok(()) => Some((job, Verdict::Handled)),
            Err(Failure::Message(reason)) => {
                job.tries += 1;
                if job.tries >= self.shared.settings.max_tries {
                    return Some((job, Verdict::Dead(reason)));
                }
                self.retry(job, Cause::Message, &reason);
                None
            }
            Err(Failure::Outside(reason)) => {
                // This time does not count. If the engine cannot be told now, it is when the message is handed out.
                let _ = self.shared.member.keep(&[(job.position, Some(job.tries))]);
                self.retry(job, Cause::Outside, &reason);
                None
            }
        }
    }

    fn retry(&self, mut job: Job<H::Event>, cause: Cause, reason: &str) {
        job.failures += 1;
        let wait = self.shared.backoff(job.failures);
        let due = world::now() + wait;
        let tries = job.tries + u32::from(cause == Cause::Outside);
        self.shared.count(|summary| summary.retries += 1);
        let id = job.id();
        self.shared.report(Report::Retry {
            msg_id: &job.msg_id,
            id: &id,
            tries,
            cause,
            reason,
            wait,
        });
        self.put_back(job, Some(due));
    }

    fn put_back(&self, job: Job<H::Event>, due: Option<Instant>) {
        self.shared.lanes(|lanes| lanes.put_back(job, due));
        self.shared.return_permit();
    }

    fn let_go(&self, job: &Job<H::Event>) {
        self.shared.lanes(|lanes| lanes.finish(&job.key, job.position));
    }

    /// Acknowledges all, or puts them aside, and says so when the engine has confirmed it.
    fn settle(&self, settled: Vec<(Job<H::Event>, Verdict)>) {
        if settled.is_empty() {
            return;
        }
        let ids: Vec<String> = settled.iter().map(|(job, _)| job.id()).collect();
        let window = self.shared.settings.dedupe;
        let items: Vec<Settled<'_>> = settled
            .iter()
            .zip(&ids)
            .map(|((job, verdict), id)| match verdict {
                Verdict::Handled | Verdict::Duplicate => Settled::Done {
                    position: job.position,
                    remember: window.map(|window| (id.as_str(), window)),
                },
                Verdict::Dead(reason) => Settled::Dead {
                    position: job.position,
                    msg_id: &job.msg_id,
                    entry: &job.entry,
                    tries: job.tries,
                    reason,
                },
            })
            .collect();
        let confirmed = self.shared.until_done(|| self.shared.member.settle(&items)).is_some();
        if confirmed {
            settled.iter().zip(&ids).for_each(|((job, verdict), id)| self.report(job, verdict, id));
        }
        self.shared.settled(&settled, |summary, verdict| match verdict {
            _ if !confirmed => summary.unconfirmed += 1,
            Verdict::Handled => summary.handled += 1,
            Verdict::Dead(_) => summary.dead += 1,
            Verdict::Duplicate => {}
        });
    }

    fn report(&self, job: &Job<H::Event>, verdict: &Verdict, id: &str) {
        let msg_id = job.msg_id.as_str();
        match verdict {
            Verdict::Handled => self.shared.report(Report::Done { msg_id, id }),
            Verdict::Duplicate => {
                self.shared.return_permit();
                self.shared.notice(Notice::Duplicate(id, msg_id));
            }
            Verdict::Dead(reason) => {
                self.shared.report(Report::Dead { msg_id, id, tries: job.tries, reason });
            }
        }
    }
}

/// Why a message is put aside before it is handed out, if it is.
fn verdict_before<E>(job: &Job<E>, max_tries: u32) -> Option<String> {
    if let Err(reason) = &job.opened {
        return Some(reason.clone());
    }
    let too_often = job.tries >= max_tries;
    too_often.then(|| format!("handed out {} times without an answer", job.tries))
}
