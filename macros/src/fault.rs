//! Checks one generated file against its digest in the lock.

use std::fmt;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::{fs, io};

use annals_contract::{Digest, digest};

/// What is wrong with a generated file.
pub(crate) enum Fault {
    Changed,
    Missing,
    Unreadable(Error),
}

/// What is wrong with the file at `path`, if anything.
pub(crate) fn fault(path: &Path, expected: Digest) -> Option<Fault> {
    match read(path) {
        Ok(found) if found == expected => None,
        Ok(_) => Some(Fault::Changed),
        Err(error) if error.kind() == ErrorKind::NotFound => Some(Fault::Missing),
        Err(error) => Some(Fault::Unreadable(error)),
    }
}

fn read(path: &Path) -> io::Result<Digest> {
    Ok(digest(&fs::read(path)?))
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => formatter.write_str("was changed after it was generated"),
            Self::Missing => formatter.write_str("is missing"),
            Self::Unreadable(error) => write!(formatter, "cannot be read: {error}"),
        }
    }
}
