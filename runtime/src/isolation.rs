//! Whether a thread belongs to an isolated test, and how to carry that to another thread or task.
//!
//! Without the feature `testing` there are no isolated tests. Then this module costs nothing at run time, except that
//! [`Isolation::carry`] allocates.
//!
//! Code that starts a thread or a task carries its isolation along, so that what is sent there belongs to the same
//! test. The module `testing` has examples with tokio, tower and axum.
//!
//! ```
//! use std::thread;
//! use annals::Isolation;
//!
//! # let send_a_mail = || ();
//! let isolation = Isolation::current();
//! thread::spawn(move || isolation.run(send_a_mail));
//! ```

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

#[cfg(feature = "testing")]
use crate::signal::scope::Scope;

/// The isolation of a thread, which can be carried to another thread or to a task.
#[derive(Clone, Default)]
pub struct Isolation {
    #[cfg(feature = "testing")]
    scope: Option<Scope>,
}

impl Isolation {
    /// The isolation of this thread.
    pub fn current() -> Self {
        Self {
            #[cfg(feature = "testing")]
            scope: Scope::current(),
        }
    }

    /// Calls `work` in this isolation.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        #[cfg(feature = "testing")]
        let _entered = self.scope.as_ref().map(Scope::enter);
        work()
    }

    /// Runs `future` in this isolation, whichever thread polls it.
    pub fn carry<F: Future>(&self, future: F) -> Carried<F> {
        Carried { isolation: self.clone(), future: Some(Box::pin(future)) }
    }
}

#[cfg(feature = "testing")]
impl From<Scope> for Isolation {
    fn from(scope: Scope) -> Self {
        Self { scope: Some(scope) }
    }
}

impl fmt::Debug for Isolation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Isolation")
    }
}

/// A future that is polled and dropped in an isolation.
#[derive(Debug)]
#[must_use = "a future does nothing until it is polled"]
pub struct Carried<F> {
    isolation: Isolation,
    /// `None` only during `drop`.
    future: Option<Pin<Box<F>>>,
}

impl<F: Future> Future for Carried<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Self { isolation, future } = &mut *self;
        let future = future.as_mut().expect("the future is there until `self` is dropped");
        isolation.run(|| future.as_mut().poll(context))
    }
}

/// Drops the future in the isolation, because a cancelled future may send events when it is dropped.
impl<F> Drop for Carried<F> {
    fn drop(&mut self) {
        let future = self.future.take();
        self.isolation.run(|| drop(future));
    }
}
