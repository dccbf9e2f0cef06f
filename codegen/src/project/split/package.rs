//! Reads which modules of a catalog the manifest of a crate names, and those of its dependencies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::de::DeTable;
use toml::{Table, Value};

use super::SplitError;
use crate::manifest::{self, FILE};
use crate::project::place;

/// A crate that may have modules of a catalog.
pub(super) struct Package {
    /// Its manifest.
    pub(super) path: PathBuf,
    /// The place of `modules` in it, for errors.
    pub(super) at: String,
    manifest: Table,
    /// The modules; `None` if it does not name any.
    pub(super) modules: Option<BTreeSet<String>>,
}

/// True if the crate in a folder has some modules of a catalog, or its manifest is wrong about that.
pub(crate) fn is_part(folder: &Path) -> bool {
    match Package::read(folder) {
        Ok(package) => package.is_some_and(|package| package.modules.is_some()),
        Err(_) => true,
    }
}

impl Package {
    /// The crate in a folder, if there is one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, SplitError> {
        let path = folder.join(FILE);
        let Some((bytes, manifest)) = manifest::read(&path)? else { return Ok(None) };
        let at = format!("{}:{}", path.display(), line_of_modules(&bytes));
        let metadata = manifest.get("package").and_then(|package| package.get("metadata"));
        let modules = metadata.and_then(|metadata| metadata.get("annals")?.get("modules"));
        let modules = match modules {
            Some(modules) => Some(names(modules).ok_or_else(|| SplitError::Form(at.clone()))?),
            None => None,
        };
        Ok(Some(Self { path, at, manifest, modules }))
    }

    /// The dependencies that have modules of a catalog, by their names in Rust. They are found by
    /// their paths, here or in the workspace.
    pub(super) fn dependencies(&self) -> Result<Vec<(String, Self)>, SplitError> {
        let mut found = Vec::new();
        let Some(dependencies) = self.manifest.get("dependencies").and_then(Value::as_table) else {
            return Ok(found);
        };
        let workspace = self.workspace()?;
        for (name, dependency) in dependencies {
            let inherited = dependency.get("workspace").is_some();
            let path = match &workspace {
                Some((root, all)) if inherited => all.get(name).and_then(|it| folder(root, it)),
                Some(_) | None => folder(self.folder(), dependency),
            };
            let package = path.map(|path| Self::read(&path)).transpose()?.flatten();
            if let Some(package) = package.filter(|package| package.modules.is_some()) {
                found.push((name.replace('-', "_"), package));
            }
        }
        Ok(found)
    }

    /// The folder of the workspace, and its dependencies.
    fn workspace(&self) -> Result<Option<(PathBuf, Table)>, SplitError> {
        let home = place::real(self.folder()).unwrap_or_default();
        for root in home.ancestors() {
            let Some((_, manifest)) = manifest::read(&root.join(FILE))? else { continue };
            if let Some(workspace) = manifest.get("workspace") {
                let all = workspace.get("dependencies").and_then(Value::as_table).cloned();
                return Ok(Some((root.to_owned(), all.unwrap_or_default())));
            }
        }
        Ok(None)
    }

    /// The error that no dependency has a module.
    pub(super) fn missing(&self, module: String) -> SplitError {
        let line = self.line(&module);
        SplitError::Missing { at: self.at.clone(), module, line }
    }

    /// The line that adds the crate of a module, if that is in a folder beside this one.
    fn line(&self, module: &str) -> Option<String> {
        let folder = place::real(self.folder())?;
        let mut beside: Vec<PathBuf> = std::fs::read_dir(folder.parent()?)
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| *path != folder)
            .collect();
        beside.sort();
        let has = |path: &PathBuf| {
            let package = Self::read(path).ok()??;
            package.modules.as_ref()?.contains(module).then_some(package)
        };
        let package = beside.iter().find_map(has)?;
        let name = package.manifest.get("package")?.get("name")?.as_str()?;
        let place = package.folder().file_name()?.to_str()?;
        Some(format!("{name} = {{ path = \"../{place}\" }}"))
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

/// The line of `modules` in a manifest, from 1.
fn line_of_modules(manifest: &[u8]) -> usize {
    let find = |text| {
        let table = DeTable::parse(text).ok()?;
        let mut value = table.get_ref().get("package")?;
        for key in ["metadata", "annals", "modules"] {
            value = value.get_ref().get(key)?;
        }
        Some(value.span().start)
    };
    let start = str::from_utf8(manifest).ok().and_then(find).unwrap_or_default();
    1 + manifest.iter().take(start).filter(|byte| **byte == b'\n').count()
}

/// The folder of a dependency that has a path.
fn folder(base: &Path, dependency: &Value) -> Option<PathBuf> {
    Some(place::tidy(&base.join(dependency.get("path")?.as_str()?)))
}

fn names(list: &Value) -> Option<BTreeSet<String>> {
    list.as_array()?.iter().map(|name| Some(name.as_str()?.to_owned())).collect()
}
