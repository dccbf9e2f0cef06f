//! Control: how the other threads wake and stop a courier, and learn that it is gone.

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
    /// When it must be done, once it is to stop.
    deadline: Option<Instant>,
    gone: bool,
}

impl Control {
    /// Tells the courier that there is work.
    pub(crate) fn wake(&self) {
        self.change(|state| state.work = true);
    }

    /// Tells the courier to come to an end.
    pub(crate) fn stop(&self, deadline: Instant) {
        self.change(|state| state.deadline = Some(deadline));
    }

    /// Tells the others that the courier is gone.
    pub(crate) fn leave(&self) {
        self.change(|state| state.gone = true);
    }

    /// When to be done, once it is to stop.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.lock().deadline
    }

    /// Waits for work; false if it is to stop instead.
    pub(crate) fn await_work(&self) -> bool {
        let idle = |state: &mut State| !state.work && state.deadline.is_none();
        let mut state =
            self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        state.work = false;
        state.deadline.is_none()
    }

    /// Pauses; false if it is to stop.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        self.wait(pause, |state| state.deadline.is_none()).deadline.is_none()
    }

    /// Waits until the courier is gone; false if it is not at `deadline`.
    pub(crate) fn await_gone(&self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        self.wait(left, |state| !state.gone).gone
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
