//! Why the modules in a manifest cannot be in a crate of their own.

use std::collections::BTreeSet;
use std::fmt;

use crate::manifest::ManifestError;

/// Why the modules in a manifest cannot be in a crate of their own.
#[derive(Debug)]
pub enum SplitError {
    /// A manifest cannot be read.
    Manifest(ManifestError),
    /// `modules` is not a list of strings; with its place.
    Form(String),
    /// The catalog has no such domain.
    Unknown {
        /// The line of the manifest.
        at: String,
        /// The module.
        module: String,
        /// A module that may have been meant.
        near: Option<String>,
    },
    /// Domains in other crates use records of this one, which uses theirs.
    Circle {
        /// The line of the manifest.
        at: String,
        /// Those domains.
        others: Vec<String>,
        /// All modules that must be in one crate.
        together: BTreeSet<String>,
    },
    /// Two crates have the same module.
    Twice {
        /// The line of the manifest.
        at: String,
        /// The module.
        module: String,
        /// The dependency that has it.
        dependency: String,
        /// Another dependency that has it, if it is not this crate.
        other: Option<String>,
    },
    /// No dependency has a module that fields here need.
    Missing {
        /// The line of the manifest.
        at: String,
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
            Self::Form(at) => write!(
                out,
                "{at}: `modules` of `package.metadata.annals` must be a list of names, such as \
                 `modules = [\"orders\"]`"
            ),
            Self::Unknown { at, module, near } => {
                write!(out, "{at}: the catalog has no domain `{module}`")?;
                match near {
                    Some(near) => write!(out, "; did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
            Self::Circle { at, others, together } => {
                let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
                let together: Vec<_> = together.iter().map(|name| format!("{name:?}")).collect();
                write!(
                    out,
                    "{at}: records here contain records of {}, which contain records from here, so one \
                     crate must have all of them: `modules = [{}]`",
                    others.join(", "),
                    together.join(", ")
                )
            }
            Self::Twice { at, module, dependency, other: None } => write!(
                out,
                "{at}: the dependency `{dependency}` has the module `{module}` too; remove it from \
                 `modules` here or there"
            ),
            Self::Twice { at, module, dependency, other: Some(other) } => write!(
                out,
                "{at}: the dependencies `{other}` and `{dependency}` both have the module `{module}`; \
                 remove it from `modules` of one of them"
            ),
            Self::Missing { at, module, line } => {
                write!(out, "{at}: fields here have types of the module `{module}`, ")?;
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
            Self::Form(_)
            | Self::Unknown { .. }
            | Self::Circle { .. }
            | Self::Twice { .. }
            | Self::Missing { .. } => None,
        }
    }
}

impl From<ManifestError> for SplitError {
    fn from(error: ManifestError) -> Self {
        Self::Manifest(error)
    }
}
