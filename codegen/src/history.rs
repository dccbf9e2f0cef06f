//! Reads the history of a catalog, and judges the catalog by it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use annals_catalog::diagnostic::Diagnostics;
use annals_catalog::rule::history::HISTORY;
use annals_catalog::source::{Source, Span};
use annals_contract::{Digest, Lock};
use annals_evolution::{Bump, Catalog, Current, Fault, History, SUFFIX, Version, judge};

use serde::{Deserialize, Serialize};

use crate::cache::Stamp;
use crate::output;
use crate::project::Project;
use crate::{Run, contract};

/// The folder of the history, beside the catalog.
pub const FOLDER: &str = "history";

/// A history that could not be read.
#[derive(Debug)]
pub enum HistoryError {
    /// A file or the folder could not be read.
    Read(PathBuf, io::Error),
    /// Files that are not what was released.
    Faults(Vec<Fault>),
}

impl std::fmt::Display for HistoryError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read(path, cause) => {
                write!(formatter, "cannot read `{}`: {cause}", path.display())
            }
            Self::Faults(faults) => {
                let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
                formatter.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for HistoryError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(_, cause) => Some(cause),
            Self::Faults(_) => None,
        }
    }
}

/// What a file system tells of the files of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps(Vec<(String, Stamp)>);

impl Stamps {
    /// Those of the history of the catalog at `path`. A folder that cannot be read has none.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let stamp = |path: PathBuf| {
            let stamp = output::stamp(&path).ok().flatten().unwrap_or_default();
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), stamp)
        };
        Self(files(path).unwrap_or_default().into_iter().map(stamp).collect())
    }
}

/// The folder of the history of the catalog at `path`.
#[must_use]
pub fn folder(path: &Path) -> PathBuf {
    path.with_file_name(FOLDER)
}

/// The files of the history, in the order of their names.
fn files(catalog: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder(catalog)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let is_release = |path: &PathBuf| path.to_string_lossy().ends_with(SUFFIX);
    let mut paths: Vec<PathBuf> = paths.collect::<io::Result<Vec<_>>>()?;
    paths.retain(is_release);
    paths.sort();
    Ok(paths)
}

/// The history of the catalog at `path`; empty if it has none.
///
/// # Errors
/// If it cannot be read, or is not as it was released.
pub fn read(path: &Path) -> Result<History, HistoryError> {
    let listed = files(path).map_err(|error| HistoryError::Read(folder(path), error))?;
    let text = |path: &PathBuf| {
        // Reading a pipe could block forever.
        if !path.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        fs::read_to_string(path)
    };
    let file = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = text(path).map_err(|error| HistoryError::Read(path.clone(), error))?;
        Ok((format!("{FOLDER}/{name}"), text))
    };
    let files = listed.iter().map(file).collect::<Result<Vec<_>, HistoryError>>()?;
    History::read(files).map_err(HistoryError::Faults)
}

/// The last release of a catalog, and the change since.
#[derive(Debug, Clone, Copy)]
pub struct Last {
    /// Its version.
    pub version: Version,
    /// The digest of its file.
    pub digest: Digest,
    /// How large the change since is; nothing if there is none.
    pub bump: Option<Bump>,
}

/// Adds what the history of a project finds to its diagnostics. `None` if there is no release.
///
/// # Errors
/// If a file of the history cannot be read.
pub fn judge_project(
    project: &mut Project,
    run: &mut Run<'_>,
) -> Result<Option<Last>, HistoryError> {
    let Some(model) = &project.compiled.model else { return Ok(None) };
    let history = match read(&project.path) {
        Ok(history) => history,
        Err(HistoryError::Faults(faults)) => {
            report(project, faults);
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let Some(last) = history.last() else { return Ok(None) };
    run.begin("history");
    let lock = contract(model);
    let text = lock.to_text();
    let current = current(&lock, &text);
    let sources = &project.compiled.sources;
    match judge(Catalog { model, sources, current: &current }, &history) {
        Ok(judgement) => {
            project.compiled.add(judgement.diagnostics);
            let (version, digest) = (last.version, last.release.digest);
            Ok(Some(Last { version, digest, bump: judgement.bump }))
        }
        Err(fault) => {
            report(project, vec![fault]);
            Ok(None)
        }
    }
}

/// The contract of a model with its text.
///
/// # Panics
/// Never for a contract that was made from a model.
#[must_use]
pub fn current<'c>(lock: &'c Lock, text: &'c str) -> Current<'c> {
    Current::new(lock, text).expect("a contract defines all types that it uses")
}

/// Reports files of the history at their beginning.
fn report(project: &mut Project, faults: Vec<Fault>) {
    let mut diagnostics = Diagnostics::default();
    for Fault { path, message } in faults {
        let text = fs::read_to_string(project.folder().join(&path)).unwrap_or_default();
        // Enough for the excerpt: the line of the release is the third.
        let text = text.lines().take(3).flat_map(|line| [line, "\n"]).collect::<String>();
        let end = u32::try_from(text.lines().next().unwrap_or_default().len()).unwrap_or(0);
        let file = project.compiled.sources.add(Source { path, text });
        diagnostics
            .report(&HISTORY, Span { file, start: 0, end }, message)
            .hint("take the file as it was released from version control");
    }
    project.compiled.add(diagnostics);
}
