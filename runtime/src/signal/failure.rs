//! How a receiver failed.

use std::fmt;
use std::sync::Arc;

use crate::json::JsonError;
use crate::signal::panics;

/// The error type of receivers: any error converts to it with `?`.
pub type Error = Box<dyn std::error::Error + Send + Sync + 'static>;

/// A receiver that failed, or an event that was not sent.
#[derive(Debug)]
pub struct Failure {
    event_type: &'static str,
    /// `None` if the event was not sent.
    receiver: Option<Arc<str>>,
    cause: Cause,
}

/// How a receiver failed, or why an event was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// It returned this error.
    Error(Error),
    /// It panicked with this message.
    Panic(String),
    /// It is async, and the event was sent with a function that is not. It was not called.
    NotAwaited,
    /// Too many sends were nested, which usually means that receivers send events without end; see
    /// [`MAX_NESTED_SENDS`](crate::signal::MAX_NESTED_SENDS). It was not called, or not awaited to
    /// its end.
    TooDeep,
    /// A field of the event is outside its limits, so that every reader would refuse it. No receiver was called.
    Invalid(JsonError),
}

impl Failure {
    /// Makes a failure and logs it.
    #[cold]
    pub(crate) fn logged(
        event_type: &'static str,
        receiver: Option<&Arc<str>>,
        cause: Cause,
    ) -> Self {
        let failure = Self { event_type, receiver: receiver.cloned(), cause };
        // `Display` of the error and the subscriber are code of a user, which may panic.
        let message = panics::catch(|| failure.cause.to_string());
        let message = message.unwrap_or_else(|_| "an error that cannot be printed".to_owned());
        let _ = panics::catch(|| match failure.receiver() {
            Some(receiver) => {
                tracing::error!(event_type, receiver, error = %message, "a receiver failed");
            }
            None => tracing::error!(event_type, error = %message, "an event was not sent"),
        });
        failure
    }

    /// Event type of the event.
    pub const fn event_type(&self) -> &'static str {
        self.event_type
    }

    /// Name of the receiver; `None` if the event was not sent to any receiver, because it is
    /// [invalid](Cause::Invalid).
    pub fn receiver(&self) -> Option<&str> {
        self.receiver.as_deref()
    }

    /// How it failed, or why the event was not sent.
    pub const fn cause(&self) -> &Cause {
        &self.cause
    }

    /// How it failed, or why the event was not sent.
    pub fn into_cause(self) -> Cause {
        self.cause
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => fmt::Display::fmt(error, formatter),
            Self::Panic(message) => write!(formatter, "panicked: {message}"),
            Self::NotAwaited => formatter.write_str("it is async: send with `send_async`"),
            Self::TooDeep => formatter.write_str("too many nested sends"),
            Self::Invalid(error) => fmt::Display::fmt(error, formatter),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event_type, receiver, cause } = self;
        match receiver {
            Some(receiver) => {
                write!(formatter, "receiver `{receiver}` of {event_type} failed: {cause}")
            }
            None => write!(formatter, "{event_type} was not sent: {cause}"),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Error(error) => Some(&**error),
            Cause::Invalid(error) => Some(error),
            Cause::Panic(_) | Cause::NotAwaited | Cause::TooDeep => None,
        }
    }
}
