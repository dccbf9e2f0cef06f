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
        /// The crate that has it.
        package: String,
        /// Another crate that has it, if it is not this one.
        other: Option<String>,
        /// True if a crate has no lock yet, so it may be one of another catalog.
        is_new: bool,
    },
    /// No dependency has a module that fields here need.
    Missing {
        /// The line of the manifest.
        at: String,
        /// The module.
        module: String,
        /// The line that adds the crate of the module, if it is in the workspace.
        line: Option<String>,
    },
    /// No crate of the workspace has modules of the catalog.
    Nowhere {
        /// The line of the manifest.
        at: String,
        /// The modules.
        modules: BTreeSet<String>,
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
            Self::Twice { at, module, package, other, is_new } => {
                match other {
                    None => write!(
                        out,
                        "{at}: the crate `{package}` has the module `{module}` too; remove it from \
                         `modules` here or there"
                    ),
                    Some(other) => write!(
                        out,
                        "{at}: the dependencies `{other}` and `{package}` both have the module \
                         `{module}`; remove it from `modules` of one of them"
                    ),
                }?;
                let hint = ", or generate it first if it is a crate of another catalog";
                out.write_str(if *is_new { hint } else { "" })
            }
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
            Self::Nowhere { at, modules } => {
                let (noun, them) =
                    if modules.len() == 1 { ("module", "it") } else { ("modules", "them") };
                let names: Vec<_> = modules.iter().map(|name| format!("`{name}`")).collect();
                write!(
                    out,
                    "{at}: no crate of the workspace has the {noun} {}; add {them} to `modules` of a crate",
                    names.join(", ")
                )
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
            | Self::Missing { .. }
            | Self::Nowhere { .. } => None,
        }
    }
}

impl From<ManifestError> for SplitError {
    fn from(error: ManifestError) -> Self {
        Self::Manifest(error)
    }
}
