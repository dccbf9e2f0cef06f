//! Why a site could not be built.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a site could not be built.
#[derive(Debug)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn of(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// `verb` is what could not be done.
    pub(crate) fn of_io(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::of(format!("cannot {verb} `{}`: {error}", path.display()))
    }

    pub(crate) fn of_template(name: &str, error: &minijinja::Error) -> Self {
        let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
        Self::of(format!("template `{name}`{line}: {error:#}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
