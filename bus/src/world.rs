//! Clocks, threads and waiting. Everything in this crate that waits does it here, so that the simulator of the tests can
//! decide who runs next and what time it is.

use std::panic::resume_unwind;
use std::sync::{self, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[cfg(test)]
use crate::tests::simulator::tasks::{self, Task};

/// Now, by a clock that is never set back.
pub(crate) fn now() -> Instant {
    #[cfg(test)]
    if let Some(task) = Task::current() {
        return task.now();
    }
    Instant::now()
}

/// The time since 1970, by the wall clock.
pub(crate) fn wall() -> Duration {
    #[cfg(test)]
    if let Some(task) = Task::current() {
        return task.wall();
    }
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// How long ago it was.
pub(crate) fn since(then: Instant) -> Duration {
    now().saturating_duration_since(then)
}

pub(crate) fn sleep(time: Duration) {
    #[cfg(test)]
    if let Some(task) = Task::current() {
        return task.sleep(time);
    }
    thread::sleep(time);
}

/// Lets threads wait for a change of what a mutex protects.
#[derive(Debug, Default)]
pub(crate) struct Condvar(sync::Condvar);

impl Condvar {
    /// Waits for a change, at most for some time if that is given.
    pub(crate) fn wait<'a, T>(
        &self,
        #[cfg_attr(not(test), expect(unused_variables, reason = "the simulator locks it again"))]
        mutex: &'a Mutex<T>,
        guard: MutexGuard<'a, T>,
        longest: Option<Duration>,
    ) -> MutexGuard<'a, T> {
        #[cfg(test)]
        if let Some(task) = Task::current() {
            drop(guard);
            task.wait(self, longest);
            return mutex.lock().unwrap_or_else(PoisonError::into_inner);
        }
        match longest {
            None => self.0.wait(guard).unwrap_or_else(PoisonError::into_inner),
            Some(longest) => {
                let waited = self.0.wait_timeout(guard, longest);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        }
    }

    pub(crate) fn notify_all(&self) {
        #[cfg(test)]
        if let Some(task) = Task::current() {
            return task.notify(self);
        }
        self.0.notify_all();
    }
}

/// A thread that is joined.
pub(crate) struct Thread {
    thread: thread::JoinHandle<()>,
    #[cfg(test)]
    task: Option<usize>,
}

pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) -> Thread {
    #[cfg(test)]
    let (task, work) = tasks::child(work);
    Thread {
        thread: thread::spawn(work),
        #[cfg(test)]
        task,
    }
}

impl Thread {
    pub(crate) fn join(self) {
        #[cfg(test)]
        tasks::wait_for(self.task);
        let _ = self.thread.join();
    }
}

/// Threads that may borrow.
pub(crate) struct Scope<'scope, 'env> {
    scope: &'scope thread::Scope<'scope, 'env>,
    #[cfg(test)]
    children: Mutex<Vec<Option<usize>>>,
}

/// A thread of a scope.
pub(crate) struct Scoped<'scope, T> {
    thread: thread::ScopedJoinHandle<'scope, T>,
    #[cfg(test)]
    task: Option<usize>,
}

/// Runs with threads that may borrow, and waits for all of them.
pub(crate) fn scope<'env, T>(work: impl for<'scope> FnOnce(&Scope<'scope, 'env>) -> T) -> T {
    thread::scope(|scope| {
        let scope = Scope {
            scope,
            #[cfg(test)]
            children: Mutex::default(),
        };
        #[cfg(test)]
        let _children = tasks::Children(&scope.children);
        work(&scope)
    })
}

impl<'scope> Scope<'scope, '_> {
    pub(crate) fn spawn<T: Send + 'scope>(
        &self,
        work: impl FnOnce() -> T + Send + 'scope,
    ) -> Scoped<'scope, T> {
        #[cfg(test)]
        let (task, work) = tasks::child(work);
        #[cfg(test)]
        self.children.lock().unwrap_or_else(PoisonError::into_inner).push(task);
        Scoped {
            thread: self.scope.spawn(work),
            #[cfg(test)]
            task,
        }
    }
}

impl<T> Scoped<'_, T> {
    /// What the thread returns. Its panic goes on in this one.
    pub(crate) fn join(self) -> T {
        #[cfg(test)]
        tasks::wait_for(self.task);
        self.thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}
