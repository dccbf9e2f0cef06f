//! Errors of the lock's parser.

use std::error::Error;
use std::fmt;

use crate::digest::Digest;
use crate::lock::EDITION;

/// Why a text is not a valid lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong with it.
    pub cause: LockCause,
}

/// What is wrong with a line of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockCause {
    /// The text does not start with `annals-lock`.
    NotALock,
    /// The lock has another edition of the format.
    Edition(String),
    /// There is no `catalog` entry.
    NoCatalog,
    /// The first word of a line is not the name of an entry.
    UnknownEntry(String),
    /// An indented line that its entry cannot have, or that has no entry above it.
    Misplaced(String),
    /// The line ends where this word is expected.
    MissingWord(&'static str),
    /// A word is not what is expected.
    BadWord {
        /// What is expected.
        expected: &'static str,
        /// The word.
        found: String,
    },
    /// A quoted word without a closing quote or a space after it, or with an unknown escape.
    BadQuotes,
    /// Two spaces in a row, or a space at the end of a line.
    EmptyWord,
    /// An option that the entry cannot have.
    UnknownOption(String),
    /// An option that is given twice.
    RepeatedOption(String),
    /// Two entries with the same name.
    Repeated(String),
    /// The lines of an entry do not match its fingerprint.
    Fingerprint {
        /// The entry.
        name: String,
        /// The fingerprint of its lines.
        actual: Digest,
    },
}

impl fmt::Display for LockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.cause)
    }
}

impl fmt::Display for LockCause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALock => {
                write!(formatter, "expected `annals-lock {EDITION}` before any other entry")
            }
            Self::Edition(found) => {
                write!(
                    formatter,
                    "the lock has edition {found}, but this version of annals reads edition {EDITION}"
                )
            }
            Self::NoCatalog => {
                formatter.write_str("missing entry `catalog` with a name, a version and a source")
            }
            Self::UnknownEntry(word) => write!(formatter, "unknown entry `{word}`"),
            Self::Misplaced(word) => {
                write!(formatter, "`{word}` is not allowed under the entry above it")
            }
            Self::MissingWord(expected) => {
                write!(formatter, "expected {expected}, found the end of the line")
            }
            Self::BadWord { expected, found } => {
                write!(formatter, "expected {expected}, found `{found}`")
            }
            Self::BadQuotes => formatter.write_str("invalid quoted word"),
            Self::EmptyWord => formatter.write_str("unexpected space"),
            Self::UnknownOption(name) => write!(formatter, "unknown option `{name}`"),
            Self::RepeatedOption(name) => write!(formatter, "duplicate option `{name}`"),
            Self::Repeated(name) => write!(formatter, "duplicate entry `{name}`"),
            Self::Fingerprint { name, .. } => {
                write!(
                    formatter,
                    "the lines of `{name}` do not match its fingerprint: they were edited or merged by hand"
                )
            }
        }
    }
}

impl Error for LockError {}
