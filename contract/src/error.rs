//! Why a text is not a lock: a line and a cause.

use std::error::Error;
use std::fmt;

use crate::digest::Digest;
use crate::lock::EDITION;

/// What is wrong with a lock, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// Line, counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub cause: LockCause,
}

/// What is wrong with a line of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockCause {
    /// The text does not begin as a lock does.
    NotALock,
    /// The format is of another edition.
    Edition(String),
    /// The `catalog` entry is not there.
    NoCatalog,
    /// A line starts with a word that no entry has.
    UnknownEntry(String),
    /// An indented line under an entry that has none such, or under nothing.
    Misplaced(String),
    /// The line ends before this word.
    MissingWord(&'static str),
    /// The word is there and is not what it should be.
    BadWord {
        /// What should be there.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// A quoted word that does not end, has an unknown escape or runs into the next word.
    BadQuotes,
    /// Two spaces where one belongs, or a space at the end.
    EmptyWord,
    /// An option that this entry does not have.
    UnknownOption(String),
    /// An option that stands twice.
    RepeatedOption(String),
    /// Two entries of one name.
    Repeated(String),
    /// The lines of an entry are not those its fingerprint was taken of.
    Fingerprint {
        /// The entry.
        name: String,
        /// The fingerprint of the lines as they are.
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
                write!(formatter, "expected `annals-lock {EDITION}` before anything else")
            }
            Self::Edition(found) => {
                write!(
                    formatter,
                    "the lock has edition {found}, and this version of annals reads edition {EDITION}"
                )
            }
            Self::NoCatalog => formatter.write_str("expected `catalog` with a name and a version"),
            Self::UnknownEntry(word) => write!(formatter, "`{word}` begins no entry of a lock"),
            Self::Misplaced(word) => {
                write!(formatter, "`{word}` does not belong to the entry above it")
            }
            Self::MissingWord(expected) => {
                write!(formatter, "the line ends where {expected} should be")
            }
            Self::BadWord { expected, found } => {
                write!(formatter, "expected {expected}, found `{found}`")
            }
            Self::BadQuotes => formatter.write_str("a quoted word is not well formed"),
            Self::EmptyWord => formatter.write_str("there is a space too many"),
            Self::UnknownOption(name) => write!(formatter, "`{name}` is no option of this entry"),
            Self::RepeatedOption(name) => write!(formatter, "the option `{name}` stands twice"),
            Self::Repeated(name) => write!(formatter, "there are two entries named `{name}`"),
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
