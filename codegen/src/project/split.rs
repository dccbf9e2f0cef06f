//! Splits a large catalog into several crates, each of which has some of its modules.
//!
//! ```toml
//! [package.metadata.annals]
//! modules = ["orders"]
//! ```
//!
//! A module that the crate does not have is that of a dependency, which says so in its own manifest.

mod basis;
mod error;
mod package;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use annals_catalog::model::{Core, DomainId, Field, Model, TYPES};
use annals_catalog::suggest::nearest;

use super::Project;
use crate::lower::rust::domain_users;
pub use error::SplitError;
use package::Package;
pub(crate) use package::is_part;

/// What the crate of a split catalog rests on.
#[derive(Debug)]
pub(super) struct Part {
    /// The files of the catalog, by the paths of their sources.
    pub(super) files: BTreeSet<String>,
    /// The manifests that say which crate has which module.
    pub(super) manifests: Vec<PathBuf>,
}

impl Project {
    /// Limits the project to the modules that the manifest in `output` names, if it names any.
    ///
    /// # Errors
    /// If a manifest cannot be read, or the modules cannot be in a crate of their own.
    pub fn split(&mut self, output: &Path) -> Result<(), SplitError> {
        let Some(model) = &mut self.compiled.model else { return Ok(()) };
        let Some(package) = Package::read(output)? else { return Ok(()) };
        let Some(modules) = &package.modules else { return Ok(()) };
        let all = all_modules(model);
        if let Some(module) = modules.iter().find(|module| !all.contains(*module)) {
            let near = nearest(module, all.iter().map(String::as_str)).map(str::to_owned);
            return Err(SplitError::Unknown { at: package.at, module: module.clone(), near });
        }
        without_circle(model, modules, &package.at)?;
        let dependencies = package.dependencies()?;
        let mut homes = homes(&package.at, modules, &dependencies)?;
        let used = used(model, modules);
        if let Some(module) = used.into_iter().find(|module| !homes.contains_key(module)) {
            return Err(package.missing(module));
        }
        for module in all.into_iter().filter(|module| !modules.contains(module)) {
            // Only templates of users can name it: in the crate that is called like the catalog.
            homes.entry(module).or_insert_with(|| model.name.replace('-', "_"));
        }
        model.homes = homes;
        let files = basis::files(model, &self.compiled.sources);
        let others = dependencies.into_iter().map(|(_, other)| other.path);
        let manifests = others.chain([package.path]).collect();
        self.part = Some(Part { files, manifests });
        Ok(())
    }
}

/// The modules of the dependencies, each with its crate in Rust.
fn homes(
    at: &str,
    modules: &BTreeSet<String>,
    dependencies: &[(String, Package)],
) -> Result<BTreeMap<String, String>, SplitError> {
    let mut homes = BTreeMap::<String, String>::new();
    for (name, other) in dependencies {
        for module in other.modules.iter().flatten() {
            let other = homes.insert(module.clone(), name.clone());
            if other.is_some() || modules.contains(module) {
                let (module, dependency) = (module.clone(), name.clone());
                return Err(SplitError::Twice { at: at.to_owned(), module, dependency, other });
            }
        }
    }
    Ok(homes)
}

/// The modules that the bindings of a catalog have.
fn all_modules(model: &Model) -> BTreeSet<String> {
    let domains = model.domains.iter().map(|domain| domain.name.clone());
    domains.chain([TYPES.to_owned()]).collect()
}

/// Fails if a domain in another crate needs this crate, which needs it too.
fn without_circle(model: &Model, modules: &BTreeSet<String>, at: &str) -> Result<(), SplitError> {
    let users = domain_users(model);
    let ids: Vec<DomainId> = (0..).map(DomainId).take(users.len()).collect();
    let (here, elsewhere): (Vec<DomainId>, Vec<DomainId>) =
        ids.into_iter().partition(|id| modules.contains(&model[*id].name));
    let uses = |user: DomainId, used: DomainId| users[used.0 as usize].contains(&user);
    let circular = |other: &&DomainId| {
        here.iter().any(|own| uses(*own, **other)) && here.iter().any(|own| uses(**other, *own))
    };
    let circular: Vec<String> =
        elsewhere.iter().filter(circular).map(|id| model[*id].name.clone()).collect();
    if circular.is_empty() {
        return Ok(());
    }
    let together = modules.iter().chain(&circular).cloned().collect();
    Err(SplitError::Circle { at: at.to_owned(), others: circular, together })
}

/// The modules in other crates that have the types of fields here.
fn used(model: &Model, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let is_here = |domain: DomainId| modules.contains(&model[domain].name);
    let records = model.records.iter().filter(|record| is_here(record.domain));
    let events = model.events.iter().filter(|event| is_here(event.domain));
    let fields = records.flat_map(|it| &it.fields).chain(events.flat_map(|it| &it.data));
    let module = |field: &Field| match field.ty.core() {
        Core::Primitive(_) => None,
        Core::Scalar(_) | Core::Enum(_) => Some(TYPES.to_owned()),
        Core::Record(id) => Some(model[model[id].domain].name.clone()),
    };
    fields.filter_map(module).filter(|module| !modules.contains(module)).collect()
}
