//! What can go wrong with templates of users, each with its place.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::output::OutputError;
pub use crate::render::user::TemplateFault;

/// Why templates could not be rendered.
#[derive(Debug)]
#[non_exhaustive]
pub enum TemplatesError {
    /// A file or folder could not be read.
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A folder without templates.
    Empty {
        /// Which.
        path: PathBuf,
    },
    /// A template that is a link.
    Link {
        /// Which.
        path: PathBuf,
    },
    /// A lock that is none.
    Lock {
        /// Which.
        path: PathBuf,
    },
    /// A template whose file annals makes itself.
    Taken {
        /// Which.
        path: String,
    },
    /// Templates that are wrong.
    Faults(Vec<TemplateFault>),
    /// The output folder could not be looked at.
    Output(OutputError),
}

impl From<OutputError> for TemplatesError {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

impl fmt::Display for TemplatesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, cause } => write!(
                formatter,
                "cannot read `{}`: {cause}; if the templates are gone for good, run `annals generate --no-templates`",
                path.display()
            ),
            Self::Empty { path } => {
                write!(formatter, "there is no `*.j2` below `{}`", path.display())
            }
            Self::Link { path } => {
                write!(
                    formatter,
                    "`{}` is a link; templates are files in their folder",
                    path.display()
                )
            }
            Self::Lock { path } => write!(
                formatter,
                "this version cannot read `{}`; restore the committed one, or remove it and the files that \
                 templates made, and run `annals generate --templates DIR`",
                path.display()
            ),
            Self::Taken { path } => write!(
                formatter,
                "a template makes `{path}`, which annals makes itself; give the template another path"
            ),
            Self::Faults(faults) => {
                let texts: Vec<String> = faults.iter().map(TemplateFault::to_string).collect();
                let count = match faults.len() {
                    1 => "a template cannot be rendered".to_owned(),
                    count => format!("{count} templates cannot be rendered"),
                };
                write!(formatter, "{count}\n\n{}", texts.join("\n\n"))
            }
            Self::Output(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for TemplatesError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { cause, .. } => Some(cause),
            Self::Output(error) => Some(error),
            _ => None,
        }
    }
}
