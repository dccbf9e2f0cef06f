//! Where the signals of the running thread lead: to the process, or to the test it belongs to.
//!
//! Without the feature `testing` there is only the process, and nothing here costs anything.
//!
//! A receiver that starts a thread or a task takes its isolation along, so that what is sent there belongs to the
//! same test:
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

/// The isolation of a thread, to be carried into another or into a task.
#[derive(Clone, Default)]
pub struct Isolation {
    #[cfg(feature = "testing")]
    scope: Option<Scope>,
}

impl Isolation {
    /// That of this thread.
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

    /// Runs `future` in this isolation, wherever it is polled.
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

/// A future that carries an isolation along.
#[derive(Debug)]
#[must_use = "a future does nothing until it is polled"]
pub struct Carried<F> {
    isolation: Isolation,
    /// Taken out only to be dropped in the isolation.
    future: Option<Pin<Box<F>>>,
}

impl<F: Future> Future for Carried<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Self { isolation, future } = &mut *self;
        let future = future.as_mut().expect("it is taken out when this is dropped only");
        isolation.run(|| future.as_mut().poll(context))
    }
}

/// A future that is cancelled may send as well.
impl<F> Drop for Carried<F> {
    fn drop(&mut self) {
        let future = self.future.take();
        self.isolation.run(|| drop(future));
    }
}
