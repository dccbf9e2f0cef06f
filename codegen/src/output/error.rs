//! Errors of the output folder.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why output could not be planned or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum OutputError {
    /// A file or folder could not be read.
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file could not be written or removed.
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file that is not generated is in the way of a generated one.
    Foreign {
        /// Which.
        path: PathBuf,
    },
    /// Existing files are in the way of new ones.
    Taken {
        /// Which.
        paths: Vec<PathBuf>,
    },
    /// A link below the output folder, which may lead out of it.
    Outside {
        /// Which.
        path: PathBuf,
    },
}

impl OutputError {
    pub(super) fn read(path: &Path, cause: io::Error) -> Self {
        Self::Read { path: path.to_owned(), cause }
    }

    pub(super) fn write(path: &Path, cause: io::Error) -> Self {
        Self::Write { path: path.to_owned(), cause }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, cause } => {
                write!(formatter, "cannot read `{}`: {cause}", path.display())
            }
            Self::Write { path, cause } => {
                write!(formatter, "cannot write `{}`: {cause}", path.display())
            }
            Self::Foreign { path } if path.extension().is_some_and(|end| end == "avsc") => write!(
                formatter,
                "`{}` is in the way, and no catalog.lock lists it as generated; remove it if it is not needed, or \
                 choose another folder with `--out`",
                path.display()
            ),
            Self::Foreign { path } => write!(
                formatter,
                "`{}` is in the way, and it is not a generated file; move it, or choose another folder with `--out`",
                path.display()
            ),
            Self::Taken { paths } => {
                let paths = paths.iter().map(|path| format!("\n    {}", path.display()));
                let paths = paths.collect::<String>();
                write!(formatter, "nothing was written: these files are in the way:{paths}")
            }
            Self::Outside { path } => write!(
                formatter,
                "cannot read `{}`: it is a link, and files below the output folder are not read, written or removed \
                 through symbolic links; replace it by what it leads to",
                path.display()
            ),
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { cause, .. } | Self::Write { cause, .. } => Some(cause),
            Self::Foreign { .. } | Self::Taken { .. } | Self::Outside { .. } => None,
        }
    }
}
