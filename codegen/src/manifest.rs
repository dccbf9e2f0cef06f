//! Checks that the manifest of the generated crate has a feature for each domain.

mod edit;

use std::fmt;
use std::path::{Path, PathBuf};

use annals_catalog::model::Model;
use annals_catalog::names;

use crate::diff::{Version, unified};
use crate::freshness::{Finding, State};
use crate::output::{self, OutputError};
use edit::completed;

/// The manifest's path in the output folder.
pub(crate) const FILE: &str = "Cargo.toml";

/// Why a manifest could not be checked.
#[derive(Debug)]
pub enum ManifestError {
    /// It cannot be read.
    Read(OutputError),
    /// It is not TOML.
    Parse(PathBuf, toml::de::Error),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(formatter),
            Self::Parse(path, cause) => write!(formatter, "{}: {cause}", path.display()),
        }
    }
}

impl std::error::Error for ManifestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            Self::Parse(_, cause) => Some(cause),
        }
    }
}

/// A manifest that lacks features, and how to add them.
#[derive(Debug)]
pub struct Incomplete {
    /// The path of the manifest.
    pub path: PathBuf,
    /// Its text.
    pub before: String,
    /// The text with the features; `None` if they can only be added by hand.
    pub after: Option<String>,
    /// The line after which they are added, from 1.
    pub line: usize,
    /// The names of the features that are missing.
    pub missing: Vec<String>,
}

/// Checks the manifest in an output folder, if there is one, against the domains of a model. Without
/// a feature, the module of a domain would silently not be compiled.
///
/// # Errors
/// If it cannot be read or parsed.
pub fn check(output: &Path, model: &Model) -> Result<Option<Finding>, ManifestError> {
    Ok(incomplete(output, names_of(model))?.as_ref().map(finding))
}

/// The manifest in an output folder, if it lacks the feature of a domain.
///
/// # Errors
/// As [`check`].
pub fn incomplete<'a>(
    output: &Path,
    domains: impl Iterator<Item = &'a str>,
) -> Result<Option<Incomplete>, ManifestError> {
    let path = output.join(FILE);
    let Some((bytes, manifest)) = read(&path)? else { return Ok(None) };
    let has =
        |name: &String| manifest.get("features").is_some_and(|table| table.get(name).is_some());
    let (present, missing): (Vec<_>, Vec<_>) = domains.map(names::feature).partition(has);
    if missing.is_empty() {
        return Ok(None);
    }
    let before = String::from_utf8_lossy(&bytes).into_owned();
    let (line, after) = completed(&before, &present, &missing);
    // A table that is written in an unusual way, such as inline, is left to its owner.
    let after = after.parse::<toml::Table>().is_ok().then_some(after);
    Ok(Some(Incomplete { path, before, after, line, missing }))
}

/// The bytes and the content of the manifest at `path`, if there is one.
pub(crate) fn read(path: &Path) -> Result<Option<(Vec<u8>, toml::Table)>, ManifestError> {
    let Some(bytes) = output::read(path).map_err(ManifestError::Read)? else { return Ok(None) };
    match toml::from_slice(&bytes) {
        Ok(manifest) => Ok(Some((bytes, manifest))),
        Err(error) => Err(ManifestError::Parse(path.to_owned(), error)),
    }
}

/// The names of the domains of a model that need a feature: one of several crates has none.
pub fn names_of(model: &Model) -> impl Iterator<Item = &str> {
    model.domains.iter().filter(|_| !model.is_split()).map(|domain| domain.name.as_str())
}

fn finding(manifest: &Incomplete) -> Finding {
    let Incomplete { before, after, line, .. } = manifest;
    let old = Version { name: FILE, text: before };
    let new = Version {
        name: "Cargo.toml (with a feature for each domain)",
        text: after.as_ref().unwrap_or(before),
    };
    let diff = unified(old, new, 1);
    Finding { state: State::Featureless, path: FILE.to_owned(), line: *line, diff, others: 0 }
}
