//! Lets other threads wake and stop a courier, and wait for its end.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

#[derive(Default)]
pub(crate) struct Control {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    work: bool,
    /// Set when the courier is told to stop: the time by which it must have stopped.
    deadline: Option<Instant>,
    stopped: bool,
}

impl Control {
    /// Tells the courier that there is an event.
    pub(crate) fn wake(&self) {
        self.change(|state| state.work = true);
    }

    /// Tells the courier to stop by `deadline`.
    pub(crate) fn stop(&self, deadline: Instant) {
        self.change(|state| state.deadline = Some(deadline));
    }

    /// Tells the other threads that the courier has stopped.
    pub(crate) fn set_stopped(&self) {
        self.change(|state| state.stopped = true);
    }

    /// The time by which the courier must have stopped, if it was told to stop.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.lock().deadline
    }

    /// Waits for an event. Returns false if the courier must stop instead.
    pub(crate) fn await_work(&self) -> bool {
        let idle = |state: &mut State| !state.work && state.deadline.is_none();
        let mut state =
            self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        state.work = false;
        state.deadline.is_none()
    }

    /// Pauses. Returns false if the courier must stop.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        self.wait(pause, |state| state.deadline.is_none()).deadline.is_none()
    }

    /// Waits until the courier has stopped. Returns false if it has not stopped at `deadline`.
    pub(crate) fn await_stopped(&self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        self.wait(left, |state| !state.stopped).stopped
    }

    fn wait(&self, longest: Duration, go_on: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waited = self.changed.wait_timeout_while(self.lock(), longest, |state| go_on(state));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
