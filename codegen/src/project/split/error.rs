//! Why the modules in a manifest cannot be in a crate of their own.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use crate::manifest::ManifestError;

/// Why the modules in a manifest cannot be in a crate of their own.
#[derive(Debug)]
pub enum SplitError {
    /// A manifest cannot be read.
    Manifest(ManifestError),
    /// `modules` is not a list of strings.
    Form(PathBuf),
    /// The catalog has no such domain.
    Unknown {
        /// The manifest.
        path: PathBuf,
        /// The module.
        module: String,
        /// A module that may have been meant.
        near: Option<String>,
    },
    /// Domains in other crates use records of this one, which uses theirs.
    Circle {
        /// The manifest.
        path: PathBuf,
        /// Those domains.
        others: Vec<String>,
        /// All modules that must be in one crate.
        together: BTreeSet<String>,
    },
    /// No dependency has a module that fields here need.
    Missing {
        /// The manifest.
        path: PathBuf,
        /// The module.
        module: String,
        /// The line that adds the crate of the module, if it is beside this one.
        line: Option<String>,
    },
}

impl fmt::Display for SplitError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest(error) => error.fmt(out),
            Self::Form(path) => write!(
                out,
                "{}: `modules` of `package.metadata.annals` must be a list of names, such as \
                 `modules = [\"orders\"]`",
                path.display()
            ),
            Self::Unknown { path, module, near } => {
                write!(out, "{}: the catalog has no domain `{module}`", path.display())?;
                match near {
                    Some(near) => write!(out, "; did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
            Self::Circle { path, others, together } => {
                let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
                let together: Vec<_> = together.iter().map(|name| format!("{name:?}")).collect();
                write!(
                    out,
                    "{}: records here contain records of {}, which contain records from here, so one \
                     crate must have all of them: `modules = [{}]`",
                    path.display(),
                    others.join(", "),
                    together.join(", ")
                )
            }
            Self::Missing { path, module, line } => {
                let path = path.display();
                write!(out, "{path}: fields here have types of the module `{module}`, ")?;
                match line {
                    Some(line) => write!(out, "so add its crate to `[dependencies]`: `{line}`"),
                    None => write!(
                        out,
                        "but no dependency has it; add the crate with `modules = [{module:?}]` to \
                         `[dependencies]`, by its path"
                    ),
                }
            }
        }
    }
}

impl std::error::Error for SplitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Manifest(error) => Some(error),
            Self::Form(_) | Self::Unknown { .. } | Self::Circle { .. } | Self::Missing { .. } => {
                None
            }
        }
    }
}

impl From<ManifestError> for SplitError {
    fn from(error: ManifestError) -> Self {
        Self::Manifest(error)
    }
}
