//! An answer that comes once: a thread waits for it, or a future awaits it.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::world::Condvar;

/// Where one answer comes to.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
}

#[derive(Debug)]
enum State<T> {
    Empty,
    Awaited(Waker),
    Filled(T),
    Taken,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State::Empty), filled: Condvar::default() }
    }
}

impl<T> Slot<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn fill(&self, answer: T) {
        let before = mem::replace(&mut *self.state(), State::Filled(answer));
        self.filled.notify_all();
        if let State::Awaited(waker) = before {
            waker.wake();
        }
    }

    /// Waits for the answer, which is taken once.
    pub(crate) fn wait(&self) -> T {
        let mut state = self.state();
        loop {
            if let State::Filled(_) = &*state
                && let State::Filled(answer) = mem::replace(&mut *state, State::Taken)
            {
                return answer;
            }
            state = self.filled.wait(&self.state, state, None);
        }
    }

    /// `None` if the answer was taken before.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut state = self.state();
        match mem::replace(&mut *state, State::Taken) {
            State::Filled(answer) => Poll::Ready(Some(answer)),
            State::Empty | State::Awaited(_) => {
                *state = State::Awaited(context.waker().clone());
                Poll::Pending
            }
            State::Taken => Poll::Ready(None),
        }
    }
}
