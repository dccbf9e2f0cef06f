//! Errors of reading and writing JSON.

use std::fmt;

/// An error of reading or writing JSON. It contains the path and the cause, but no values.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonError(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    path: String,
    reason: String,
}

impl JsonError {
    pub(crate) fn new(path: String, reason: String) -> Self {
        Self(Box::new(Parts { path, reason }))
    }

    /// The path, such as `user.pii.email` or `users[2].id`; empty for the whole document.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The cause, such as `expected text, found a number`.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path().is_empty() {
            write!(formatter, "{}: ", self.path())?;
        }
        formatter.write_str(self.reason())
    }
}

impl fmt::Debug for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "JsonError({self})")
    }
}

impl std::error::Error for JsonError {}
