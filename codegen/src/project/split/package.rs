//! Reads which modules of a catalog the manifest of a crate names, and those of its dependencies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annals_contract::Lock;
use toml::de::DeTable;
use toml::{Table, Value};

use super::SplitError;
use super::workspace::{Workspace, folder};
use crate::manifest::{self, FILE};
use crate::project::place;
use crate::{lower, output};

/// The number of lines at the top of a lock that name the catalog.
const HEAD: usize = 4;

/// A crate that may have modules of a catalog.
pub(super) struct Package {
    /// Its manifest.
    pub(super) path: PathBuf,
    /// The place of `modules` in it, for errors.
    pub(super) at: String,
    manifest: Table,
    /// The modules; `None` if it does not name any.
    pub(super) modules: Option<BTreeSet<String>>,
    /// The catalog that its lock was made from, as [`place::real`] returns it. It has no lock until it is
    /// generated.
    pub(super) catalog: Option<PathBuf>,
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
        let metadata = manifest.get("package").and_then(|package| package.get("metadata"));
        let modules = metadata.and_then(|metadata| metadata.get("annals")?.get("modules"));
        let line = modules.map_or(1, |_| line_of_modules(&bytes));
        let at = format!("{}:{line}", path.display());
        let modules = match modules {
            Some(modules) => Some(names(modules).ok_or_else(|| SplitError::Form(at.clone()))?),
            None => None,
        };
        let catalog = modules.as_ref().and_then(|_| catalog_of(folder));
        Ok(Some(Self { path, at, manifest, modules, catalog }))
    }

    /// Its name in Rust.
    pub(super) fn name(&self) -> String {
        let name = self.manifest.get("package").and_then(|package| package.get("name")?.as_str());
        name.unwrap_or_default().replace('-', "_")
    }

    /// Its dependencies that have a path, here or in the workspace: their names and folders.
    pub(super) fn paths(&self, workspace: Option<&Workspace>) -> Vec<(&str, PathBuf)> {
        let dependencies = self.manifest.get("dependencies").and_then(Value::as_table);
        let path = |(name, dependency): (&'_ String, &Value)| match workspace {
            Some(workspace) if dependency.get("workspace").is_some() => workspace.dependency(name),
            Some(_) | None => folder(self.folder(), dependency),
        };
        let found = |(name, dependency)| Some((String::as_str(name), path((name, dependency))?));
        dependencies.into_iter().flatten().filter_map(found).collect()
    }

    /// The dependencies that have modules of the catalog at `catalog`, by their names in Rust.
    pub(super) fn dependencies(
        &self,
        workspace: Option<&Workspace>,
        catalog: &Path,
    ) -> Result<Vec<(String, Self)>, SplitError> {
        let mut found = Vec::new();
        for (name, path) in self.paths(workspace) {
            if let Some(package) = Self::read(&path)?
                && package.may_be_of(catalog)
            {
                found.push((name.replace('-', "_"), package));
            }
        }
        Ok(found)
    }

    /// True if it has modules, and not those of another catalog than the one at `catalog`.
    pub(super) fn may_be_of(&self, catalog: &Path) -> bool {
        self.modules.is_some() && (self.catalog.is_none() || self.catalog == place::real(catalog))
    }

    /// The error that no dependency has a module, which one of the `others` may have.
    pub(super) fn missing(&self, module: String, others: &[Self]) -> SplitError {
        let has = |other: &&Self| other.modules.as_ref().is_some_and(|it| it.contains(&module));
        let line = others.iter().find(has).and_then(|other| self.line(other));
        SplitError::Missing { at: self.at.clone(), module, line }
    }

    /// The line that makes another crate a dependency.
    fn line(&self, other: &Self) -> Option<String> {
        let name = other.manifest.get("package")?.get("name")?.as_str()?;
        let way = place::way(&place::real(self.folder())?, &place::real(other.folder())?)?;
        Some(format!("{name} = {{ path = \"{}\" }}", way.trim_end_matches('/')))
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

/// The catalog that the lock in a folder was made from.
fn catalog_of(folder: &Path) -> Option<PathBuf> {
    let bytes = output::read(&folder.join(lower::lock::FILE)).ok()??;
    // The main file is the first source, above all entries.
    let head: Vec<&str> = str::from_utf8(&bytes).ok()?.lines().take(HEAD).collect();
    let lock = Lock::parse(&head.join("\n")).ok()?;
    place::real(&folder.join(&lock.sources.first()?.path))
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

fn names(list: &Value) -> Option<BTreeSet<String>> {
    list.as_array()?.iter().map(|name| Some(name.as_str()?.to_owned())).collect()
}
