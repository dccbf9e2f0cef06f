//! Reads a catalog: the contract from `catalog.lock`, or the source from `catalog.yaml`.

use std::fs;
use std::path::{Path, PathBuf};

use annals_catalog::diagnostic::Severity;
use annals_catalog::source::{LoadError, Loader, Source};
use annals_contract::Lock;

use super::lower;

pub(super) fn lock(path: &Path) -> Result<Lock, String> {
    let failed =
        |error: &dyn std::fmt::Display| format!("cannot read `{}`: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name.ends_with(".lock") {
        return Lock::parse(&text).map_err(|error| failed(&error));
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let main = Source { path: name, text };
    let compiled = annals_catalog::compile(main, &Includes { folder }, &mut |_| {});
    match compiled.model {
        Some(model) => Ok(lower::lock(&model)),
        None => {
            let errors = compiled.diagnostics.iter();
            let first =
                errors.filter(|it| it.severity == Severity::Error).map(|it| &it.message).next();
            let first = first.map(String::as_str).unwrap_or("not a catalog");
            Err(format!("{}; `annals check` shows where", failed(&first)))
        }
    }
}

/// The files that a catalog includes.
struct Includes {
    folder: PathBuf,
}

impl Loader for Includes {
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError> {
        let refused = |error: &dyn std::fmt::Display| LoadError::Pattern(error.to_string());
        let inside = !pattern.starts_with('/') && pattern.split('/').all(|part| part != "..");
        if !inside {
            return Err(LoadError::Pattern("it leads out of the folder of the catalog".to_owned()));
        }
        let folder = glob::Pattern::escape(&self.folder.display().to_string());
        let whole =
            if folder.is_empty() { pattern.to_owned() } else { format!("{folder}/{pattern}") };
        let mut sources = Vec::new();
        for path in glob::glob(&whole).map_err(|error| refused(&error))? {
            let path = path.map_err(|error| refused(&error))?;
            let shown = path.strip_prefix(&self.folder).unwrap_or(&path).display().to_string();
            let text = fs::read_to_string(&path)
                .map_err(|error| LoadError::File { path: shown.clone(), cause: error.into() })?;
            sources.push(Source { path: shown, text });
        }
        Ok(sources)
    }
}
