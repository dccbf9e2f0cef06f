//! How included files are loaded: the caller reads them.

use std::error::Error;
use std::fmt;

use super::Source;

/// Finds the files of an `include` pattern.
pub trait Loader {
    /// The files that match `pattern`, relative to the folder of the main file, by path.
    ///
    /// The list is empty if nothing matches; the caller reports that.
    ///
    /// # Errors
    ///
    /// If the pattern is not valid or leads out of the catalog's folder, or a file cannot be read.
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError>;
}

/// Why an `include` pattern could not be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// The program reads a single file only.
    Unsupported,
    /// The pattern is refused; the string says why.
    Pattern(String),
    /// A file that matches cannot be read.
    File {
        /// Its path in messages.
        path: String,
        /// Why.
        cause: Box<dyn Error + Send + Sync>,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Unsupported => formatter.write_str("includes are not supported here"),
            LoadError::Pattern(why) => formatter.write_str(why),
            LoadError::File { path, cause } => write!(formatter, "cannot read `{path}`: {cause}"),
        }
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            LoadError::File { cause, .. } => Some(cause.as_ref()),
            LoadError::Unsupported | LoadError::Pattern(_) => None,
        }
    }
}

/// A loader for catalogs of one file: every include is an error.
#[derive(Clone, Copy, Debug)]
pub struct NoIncludes;

impl Loader for NoIncludes {
    fn load(&self, _pattern: &str) -> Result<Vec<Source>, LoadError> {
        Err(LoadError::Unsupported)
    }
}
