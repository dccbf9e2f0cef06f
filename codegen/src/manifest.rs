//! Checks that the manifest of the generated crate has what its code asks for: a feature per domain.

use std::fmt;
use std::path::{Path, PathBuf};

use annals_catalog::model::Model;
use annals_catalog::names;

/// What is wrong with the manifest.
#[derive(Debug)]
pub(crate) enum ManifestError {
    /// It cannot be read.
    Read(PathBuf, std::io::Error),
    /// It is not TOML.
    Parse(PathBuf, toml::de::Error),
    /// Domains without a feature: their modules would silently be left out.
    Features(PathBuf, Vec<String>),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, cause) => {
                write!(formatter, "cannot read `{}`: {cause}", path.display())
            }
            Self::Parse(path, cause) => write!(formatter, "{}: {cause}", path.display()),
            Self::Features(path, missing) => {
                let lines = missing.iter().map(|name| format!("{name} = []")).collect::<Vec<_>>();
                write!(
                    formatter,
                    "{}: every domain needs a Cargo feature; under [features] add `{}`, and to `default` if it \
                     should be on",
                    path.display(),
                    lines.join("`, `")
                )
            }
        }
    }
}

impl std::error::Error for ManifestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(_, cause) => Some(cause),
            Self::Parse(_, cause) => Some(cause),
            Self::Features(..) => None,
        }
    }
}

/// Checks the manifest at `path` against the domains of a model.
///
/// # Errors
/// If it cannot be read or parsed, or a domain has no feature.
pub(crate) fn check(path: &Path, model: &Model) -> Result<(), ManifestError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ManifestError::Read(path.to_owned(), error))?;
    let manifest: toml::Table =
        text.parse().map_err(|error| ManifestError::Parse(path.to_owned(), error))?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let domains = model.domains.iter().map(|domain| names::feature(&domain.name));
    let missing: Vec<String> =
        domains.filter(|name| !features.is_some_and(|table| table.contains_key(name))).collect();
    if missing.is_empty() { Ok(()) } else { Err(ManifestError::Features(path.to_owned(), missing)) }
}
