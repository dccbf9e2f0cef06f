//! Why a queue did not do what it was asked.

use std::path::PathBuf;
use std::{fmt, io};

use crate::queue::Limits;

/// Why a queue did not do what it was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum QueueError {
    /// It holds as much as it may.
    Full(Limits),
    /// The plugin has shut down.
    Closed,
    /// Another process has it open.
    InUse(PathBuf),
    /// Not a file of a queue, or one of a later version.
    NotASegment(PathBuf),
    /// The bytes of this event are not those that were written.
    Damaged(u64),
    /// The disk.
    Io(io::Error),
}

impl fmt::Display for QueueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(limits) => write!(
                formatter,
                "the queue is full: it holds {} events or {} bytes",
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
                write!(formatter, "event {sequence} is damaged on disk; a restart puts it aside")
            }
            Self::Io(error) => fmt::Display::fmt(error, formatter),
        }
    }
}

impl std::error::Error for QueueError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for QueueError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
