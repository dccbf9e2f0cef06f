//! Errors of a queue.

use std::path::PathBuf;
use std::{fmt, io};

use crate::queue::Limits;

/// An error of a queue.
#[derive(Debug)]
#[non_exhaustive]
pub enum QueueError {
    /// The queue has reached its limits.
    Full(Limits),
    /// The queue is closed, since the plugin has shut down.
    Closed,
    /// Another process uses the queue.
    InUse(PathBuf),
    /// The file is not a segment, or one of another version.
    NotASegment(PathBuf),
    /// The record of this event is damaged.
    Damaged(u64),
    /// An error of the file system.
    Io(io::Error),
}

impl fmt::Display for QueueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(limits) => write!(
                formatter,
                "the queue is full: its limits are {} for events and {} for bytes",
                limits.events, limits.bytes
            ),
            Self::Closed => formatter.write_str("the queue is closed: the plugin has shut down"),
            Self::InUse(path) => {
                write!(formatter, "another process uses the queue in {}", path.display())
            }
            Self::NotASegment(path) => {
                write!(formatter, "{} is not a segment of this version", path.display())
            }
            Self::Damaged(sequence) => {
                write!(formatter, "event {sequence} is damaged on disk")
            }
            Self::Io(error) => fmt::Display::fmt(error, formatter),
        }
    }
}

impl std::error::Error for QueueError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Full(_)
            | Self::Closed
            | Self::InUse(_)
            | Self::NotASegment(_)
            | Self::Damaged(_) => None,
        }
    }
}

impl From<io::Error> for QueueError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
