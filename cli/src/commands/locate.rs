//! Finds and opens the catalog of a command.

use std::path::{Path, PathBuf};

use annals_codegen::Run;
use annals_codegen::project::{self, Project, place};

/// Opens the catalog that `--catalog` names, or the one found in this folder or above.
pub(super) fn open(catalog: Option<&Path>) -> Result<Project, String> {
    Project::open(&named_or_found(catalog)?, &mut Run::default()).map_err(|error| error.to_string())
}

/// Path to the catalog that `--catalog` names, or to the one found in this folder or above.
pub(super) fn named_or_found(catalog: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(path) = catalog {
        return Ok(path.to_owned());
    }
    let missing = "could not find `catalog.yaml` here or in a folder above; use `--catalog FILE`";
    let found = project::find(Path::new(".")).ok_or(missing)?;
    match place::stays(&found) {
        Ok(false) => Err(format!(
            "cannot read `{}`: it is a link out of its folder, and such links are followed only if they are named; \
             use `--catalog FILE`",
            found.display()
        )),
        // What cannot be resolved cannot be read either, which is reported then.
        Ok(true) | Err(_) => Ok(found),
    }
}

/// The output folder that `--out` names, or the one beside the catalog.
pub(super) fn output_folder(named: Option<&Path>, catalog: &Path) -> Result<PathBuf, String> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    let folder = project::default_output(catalog);
    if folder.is_symlink() {
        return Err(format!(
            "cannot read `{}`: it is a link, and symbolic links are followed only if they are named; use `--out DIR`",
            folder.display()
        ));
    }
    Ok(folder)
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
