//! Finds and opens the catalog of a command.

use std::path::{Path, PathBuf};

use annals_codegen::Run;
use annals_codegen::project::{self, Project};

/// Opens the catalog that `--catalog` names, or the one found in this folder or above.
pub(super) fn open(catalog: Option<&Path>) -> Result<Project, String> {
    Project::open(&named_or_found(catalog)?, &mut Run::default()).map_err(|error| error.to_string())
}

/// Path to the catalog that `--catalog` names, or to the one found in this folder or above.
pub(super) fn named_or_found(catalog: Option<&Path>) -> Result<PathBuf, String> {
    let found = match catalog {
        Some(path) => Some(path.to_owned()),
        None => project::find(Path::new(".")),
    };
    let missing = "could not find `catalog.yaml` here or in a folder above; use `--catalog FILE`";
    found.ok_or_else(|| missing.to_owned())
}

/// The folder of the catalog, as a prefix for the paths of its sources: empty or ending in `/`.
pub(super) fn shown_folder(project: &Project) -> String {
    shown_prefix(&project.path)
}

/// The folder of a file, as a prefix for its name: empty or ending in `/`.
pub(super) fn shown_prefix(file: &Path) -> String {
    let folder = file.parent().unwrap_or(Path::new("")).display().to_string().replace('\\', "/");
    if folder.is_empty() || folder.ends_with('/') { folder } else { folder + "/" }
}
