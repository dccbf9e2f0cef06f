//! Checks that the manifest of the generated crate has a feature for each domain.

use std::fmt;
use std::path::{Path, PathBuf};

use annals_catalog::model::Model;
use annals_catalog::names;

use crate::freshness::{Finding, State};
use crate::output::{self, OutputError};

/// The manifest's path in the output folder.
const FILE: &str = "Cargo.toml";

/// The table of features.
const FEATURES: &str = "[features]";

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

/// Checks the manifest in an output folder, if there is one, against the domains of a model. Without
/// a feature, the module of a domain would silently not be compiled.
///
/// # Errors
/// If it cannot be read or parsed.
pub fn check(output: &Path, model: &Model) -> Result<Option<Finding>, ManifestError> {
    check_domains(output, model.domains.iter().map(|domain| domain.name.as_str()))
}

/// The same, with the names of the domains.
pub fn check_domains<'a>(
    output: &Path,
    domains: impl Iterator<Item = &'a str>,
) -> Result<Option<Finding>, ManifestError> {
    let path = output.join(FILE);
    let Some(bytes) = output::read(&path).map_err(ManifestError::Read)? else { return Ok(None) };
    let manifest: toml::Table =
        toml::from_slice(&bytes).map_err(|error| ManifestError::Parse(path, error))?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let missing: Vec<String> = domains
        .map(names::feature)
        .filter(|name| !features.is_some_and(|table| table.contains_key(name)))
        .collect();
    Ok((!missing.is_empty()).then(|| finding(&String::from_utf8_lossy(&bytes), &missing)))
}

fn finding(text: &str, missing: &[String]) -> Finding {
    let table = text.lines().position(|line| line.trim() == FEATURES);
    let lines: String = missing.iter().map(|name| format!("{name} = []\n")).collect();
    let (place, added) = match table {
        Some(line) => (text.split_inclusive('\n').take(line + 1).map(str::len).sum(), lines),
        None => (text.len(), format!("\n{FEATURES}\n{lines}")),
    };
    let (before, after) = text.split_at(place);
    let break_line = if before.ends_with('\n') { "" } else { "\n" };
    let fixed = format!("{before}{break_line}{added}{after}");
    let changes = similar::TextDiff::from_lines(text, &fixed);
    let diff = changes
        .unified_diff()
        .context_radius(1)
        .header(FILE, "Cargo.toml (with a feature for each domain)")
        .to_string();
    let line = table.map_or(1, |line| line + 1);
    Finding { state: State::Featureless, path: FILE.to_owned(), line, diff }
}
