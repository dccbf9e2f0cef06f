//! The errors of templates.

use std::path::PathBuf;
use std::{fmt, io};

use annals_catalog::count::counted;

use crate::output::OutputError;
pub use crate::render::user::TemplateFault;

/// Why templates could not be rendered.
#[derive(Debug)]
#[non_exhaustive]
pub enum TemplatesError {
    /// A file or folder could not be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        cause: io::Error,
    },
    /// A folder has no templates.
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A template is a symbolic link.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// `templates.lock` is not valid.
    Lock {
        /// The lock.
        path: PathBuf,
    },
    /// A template would make a file that annals generates.
    Taken {
        /// The file.
        path: String,
    },
    /// Templates have errors.
    Faults(Vec<TemplateFault>),
    /// The output folder could not be read.
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
                "cannot read `{}`: {cause}; if the templates were removed on purpose, run \
                 `annals generate --no-templates`",
                path.display()
            ),
            Self::Empty { path } => {
                write!(formatter, "there is no `*.j2` file below `{}`", path.display())
            }
            Self::Link { path } => write!(
                formatter,
                "the template `{}` is a symbolic link, which is not allowed; replace it with a file",
                path.display()
            ),
            Self::Lock { path } => write!(
                formatter,
                "this version of annals cannot read `{}`; restore the committed one, or remove it and \
                 the files that templates made, and run `annals generate --templates DIR`",
                path.display()
            ),
            Self::Taken { path } => write!(
                formatter,
                "a template makes `{path}`, which annals generates itself; rename the template"
            ),
            Self::Faults(faults) => {
                let texts: Vec<String> = faults.iter().map(TemplateFault::to_string).collect();
                let count = match faults.len() {
                    1 => "a template cannot be rendered".to_owned(),
                    count => format!("{} cannot be rendered", counted(count, "template")),
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
