//! Reads the manifest of a cargo workspace.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::SplitError;
use crate::manifest::{self, FILE};
use crate::project::place;

/// A cargo workspace.
pub(super) struct Workspace {
    /// Its folder, as [`place::real`] returns it.
    root: PathBuf,
    /// The table `workspace` of its manifest.
    table: Table,
}

impl Workspace {
    /// The workspace that the crate in a folder is in, or would be in.
    pub(super) fn around(folder: &Path) -> Result<Option<Self>, SplitError> {
        let home = place::real(folder).unwrap_or_default();
        for root in home.ancestors() {
            let Some((_, manifest)) = manifest::read(&root.join(FILE))? else { continue };
            if let Some(Value::Table(table)) = manifest.get("workspace") {
                return Ok(Some(Self { root: root.to_owned(), table: table.clone() }));
            }
        }
        Ok(None)
    }

    /// The folder of a dependency in `workspace.dependencies`, if that has a path.
    pub(super) fn dependency(&self, name: &str) -> Option<PathBuf> {
        folder(&self.root, self.table.get("dependencies")?.get(name)?)
    }

    /// The folders that `members` lists, and that of the workspace.
    pub(super) fn listed(&self) -> Vec<PathBuf> {
        let listed = self.strings("members").flat_map(|pattern| self.matching(pattern));
        listed.chain([self.root.clone()]).collect()
    }

    /// The folders that match a pattern of `members`.
    fn matching(&self, pattern: &str) -> Vec<PathBuf> {
        let root = self.root.display().to_string();
        let pattern = Path::new(&glob::Pattern::escape(&root)).join(pattern);
        let paths = glob::glob(&pattern.to_string_lossy()).into_iter().flatten();
        paths.filter_map(Result::ok).filter(|path| path.is_dir()).collect()
    }

    /// True if a folder is in the workspace, as cargo reads `exclude`: a member that is listed without
    /// wildcards is not excluded.
    pub(super) fn includes(&self, folder: &Path) -> bool {
        let below = |path: &str| folder.starts_with(self.root.join(path));
        let excluded = self.strings("exclude").any(below) && !self.strings("members").any(below);
        folder.starts_with(&self.root) && !excluded
    }

    fn strings(&self, key: &str) -> impl Iterator<Item = &str> {
        let list = self.table.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }
}

/// The folder of a dependency that has a path.
pub(super) fn folder(base: &Path, dependency: &Value) -> Option<PathBuf> {
    Some(place::tidy(&base.join(dependency.get("path")?.as_str()?)))
}
