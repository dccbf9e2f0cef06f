//! What the threads of a consumer share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::lanes::{Job, Lanes};
use super::report::{Notice, Report};
use super::{Settings, Summary, Why, backoff};
use crate::stop::Stop;
use crate::transport::{Member, TransportError};
use crate::world::{self, Condvar};

pub(super) struct Shared<'a, E> {
    pub(super) member: &'a dyn Member,
    pub(super) settings: &'a Settings,
    stop: &'a Stop,
    report: &'a (dyn Fn(Report<'_>) + Sync),
    state: Mutex<State<E>>,
    /// Signalled when there is something to work on, or room, or an end.
    changed: Condvar,
}

struct State<E> {
    lanes: Lanes<E>,
    /// How many messages may still be handed out.
    permits: Option<u64>,
    /// How many threads work.
    working: usize,
    summary: Summary,
    /// When the consumer began to stop.
    stopping: Option<Instant>,
    /// All is done, also acknowledging.
    ended: bool,
    /// Since when the engine does not answer.
    away: Option<Instant>,
}

impl<'a, E> Shared<'a, E> {
    pub(super) fn new(
        member: &'a dyn Member,
        settings: &'a Settings,
        stop: &'a Stop,
        report: &'a (dyn Fn(Report<'_>) + Sync),
    ) -> Self {
        let state = State {
            lanes: Lanes::new(),
            permits: settings.expect,
            working: 0,
            summary: Summary::default(),
            stopping: None,
            ended: false,
            away: None,
        };
        Self {
            member,
            settings,
            stop,
            report,
            state: Mutex::new(state),
            changed: Condvar::default(),
        }
    }

    /// Nothing that holds the lock calls code of a user, so a panic there leaves it in order.
    fn state(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn report(&self, report: Report<'_>) {
        (self.report)(report);
    }

    pub(super) fn notice(&self, notice: Notice<'_>) {
        self.report(Report::Notice(notice));
    }

    /// Takes an entry in hand, and wakes no one.
    pub(super) fn add_quietly(&self, job: Job<E>) {
        self.state().lanes.add(job);
    }

    /// Uses the lanes, and wakes the threads that wait for a change of them.
    pub(super) fn lanes<T>(&self, work: impl FnOnce(&mut Lanes<E>) -> T) -> T {
        let result = work(&mut self.state().lanes);
        self.changed.notify_all();
        result
    }

    pub(super) fn count(&self, work: impl FnOnce(&mut Summary)) {
        work(&mut self.state().summary);
    }

    /// These are no longer in hand.
    pub(super) fn settled<V>(&self, settled: &[(Job<E>, V)], count: impl Fn(&mut Summary, &V)) {
        let mut state = self.state();
        for (job, verdict) in settled {
            count(&mut state.summary, verdict);
            state.lanes.finish(&job.key, job.position);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// The next messages to work on, for which it waits; `None` if there will be none.
    pub(super) fn take(&self) -> Option<Vec<Job<E>>> {
        let mut state = self.state();
        loop {
            if state.stopping.is_some() {
                return None;
            }
            if let Some(taken) = self.take_from(&mut state) {
                return Some(taken);
            }
            // A lane that is due is no use without a permit, or while another thread works instead. Both wake this one
            // when that is over.
            let may_work = state.permits != Some(0) && state.working < self.settings.workers.max(1);
            let due = state.lanes.next_due().filter(|_| may_work);
            let wait = due.map_or(Duration::from_secs(3600), |due| {
                due.saturating_duration_since(world::now())
            });
            let wait = wait.max(Duration::from_millis(1));
            state = self.changed.wait(&self.state, state, Some(wait));
        }
    }

    /// Like `take`, but does not wait.
    pub(super) fn take_now(&self) -> Option<Vec<Job<E>>> {
        let mut state = self.state();
        if state.stopping.is_some() { None } else { self.take_from(&mut state) }
    }

    fn take_from(&self, state: &mut State<E>) -> Option<Vec<Job<E>>> {
        if state.working >= self.settings.workers.max(1) {
            return None;
        }
        let most = u64::try_from(self.settings.batch.max(1)).unwrap_or(u64::MAX);
        let count = state.permits.unwrap_or(most).min(most);
        let taken = state.lanes.take(usize::try_from(count).unwrap_or(usize::MAX), world::now());
        if taken.is_empty() {
            return None;
        }
        state.permits = state.permits.map(|permits| permits - taken.len() as u64);
        state.working += 1;
        Some(taken)
    }

    /// A thread does not work any more.
    pub(super) fn rest(&self) {
        self.state().working -= 1;
    }

    pub(super) fn notify(&self) {
        self.changed.notify_all();
    }

    /// A message that was taken was not handled or put aside.
    pub(super) fn return_permit(&self) {
        let mut state = self.state();
        state.permits = state.permits.map(|permits| permits + 1);
        drop(state);
        self.changed.notify_all();
    }

    /// How many entries may be read now.
    pub(super) fn room(&self) -> usize {
        let state = self.state();
        if state.lanes.bytes() >= self.settings.in_hand_bytes {
            return 0;
        }
        let room = self.settings.in_hand.saturating_sub(state.lanes.len());
        let Some(expect) = self.settings.expect else { return room };
        let done = state.summary.handled + state.summary.dead + state.lanes.len() as u64;
        room.min(usize::try_from(expect.saturating_sub(done)).unwrap_or(usize::MAX))
    }

    /// Waits for a change, for at most some time.
    pub(super) fn wait(&self, longest: Duration) {
        let state = self.state();
        if !state.ended {
            drop(self.changed.wait(&self.state, state, Some(longest)));
        }
    }

    /// Begins to stop, if that has not begun.
    pub(super) fn stop(&self, why: Why) {
        let mut state = self.state();
        if state.stopping.is_none() {
            state.stopping = Some(world::now());
            state.summary.why = why;
        }
        drop(state);
        self.changed.notify_all();
    }

    /// True if nothing new may be begun. Looks at what the user told.
    pub(super) fn is_stopping(&self) -> bool {
        if self.stop.is_stopped() {
            self.stop(Why::Stopped);
        }
        let state = self.state();
        let done = state.summary.handled + state.summary.dead;
        let expected = self.settings.expect.is_some_and(|expect| done >= expect);
        let stopping = state.stopping.is_some();
        drop(state);
        if expected && !stopping {
            self.stop(Why::Expected);
        }
        stopping || expected
    }

    pub(super) fn is_empty(&self) -> bool {
        self.state().lanes.len() == 0
    }

    pub(super) fn end(&self) {
        self.state().ended = true;
        self.changed.notify_all();
    }

    pub(super) fn has_ended(&self) -> bool {
        self.state().ended
    }

    pub(super) fn into_summary(self) -> Summary {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).summary
    }

    /// The engine does not answer. Says so once, and ends if it has lasted too long.
    pub(super) fn is_away(&self, error: &TransportError) {
        let mut state = self.state();
        let first = state.away.is_none();
        let since = *state.away.get_or_insert_with(world::now);
        drop(state);
        if first {
            self.notice(Notice::Disconnected(&error.to_string()));
        }
        if self.settings.give_up_after.is_some_and(|longest| world::since(since) >= longest) {
            self.stop(Why::GaveUp);
        }
    }

    /// The engine answers.
    pub(super) fn answers(&self) {
        if self.state().away.take().is_some() {
            self.notice(Notice::Reconnected);
        }
    }

    /// Refused without hope: says why it ends.
    pub(super) fn refused(&self, reason: &str) {
        self.count(|summary| summary.refusal = Some(reason.to_owned()));
        self.stop(Why::Refused);
    }

    /// Does something on the engine until it is done. `None` if the consumer has to end before that.
    pub(super) fn until_done<T>(
        &self,
        mut work: impl FnMut() -> Result<T, TransportError>,
    ) -> Option<T> {
        let mut failures = 0;
        loop {
            let error = match work() {
                Ok(value) => return Some(value),
                Err(error) => error,
            };
            failures += 1;
            match &error {
                TransportError::Away(_) => self.is_away(&error),
                other if failures == 1 => self.notice(Notice::Waiting(&other.to_string())),
                _ => {}
            }
            let wait = self.backoff(failures).min(Duration::from_secs(1));
            let until = world::now() + wait;
            while world::now() < until {
                if self.may_not_wait() {
                    return None;
                }
                self.wait(
                    until.saturating_duration_since(world::now()).min(Duration::from_millis(50)),
                );
            }
        }
    }

    pub(super) fn backoff(&self, failures: u32) -> Duration {
        backoff::after(failures, self.settings.backoff_min, self.settings.backoff_max)
    }

    /// True if the time that is left after a stop is over.
    fn may_not_wait(&self) -> bool {
        self.is_stopping();
        let stopping = self.state().stopping;
        stopping.is_some_and(|since| world::since(since) >= self.settings.stop_timeout)
    }
}
