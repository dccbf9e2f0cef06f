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
mod members;
mod package;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use annals_catalog::model::{Core, DomainId, Model, TYPES, Type};
use annals_catalog::suggest::nearest;

use super::Project;
use crate::lower::rust::domain_users;
use crate::manifest::FILE;
pub use error::SplitError;
use package::Package;
pub(crate) use package::is_part;
use workspace::Workspace;

/// What the crate of a split catalog rests on.
#[derive(Debug)]
pub(super) struct Part {
    /// The files of the catalog, by the paths of their sources.
    pub(super) files: BTreeSet<String>,
    /// The manifests of the crate and of those that it depends on.
    pub(super) manifests: Vec<PathBuf>,
}

impl Project {
    /// Limits the project to the modules that the manifest in `output` names, if it names any.
    ///
    /// # Errors
    /// If a manifest cannot be read, or the modules cannot be in a crate of their own.
    pub fn split(&mut self, output: &Path) -> Result<(), SplitError> {
        let Some(model) = &mut self.compiled.model else { return Ok(()) };
        if is_part(output) {
            self.manifests.push(output.join(FILE));
        }
        let Some(package) = Package::read(output)? else { return Ok(()) };
        let Some(modules) = &package.modules else { return Ok(()) };
        let all = all_modules(model);
        known(&all, modules, &package.at)?;
        without_circle(model, modules, &package.at)?;
        let workspace = Workspace::around(output)?;
        let others = match &workspace {
            Some(workspace) => members::others(workspace, output, &self.path)?,
            None => None,
        };
        self.manifests.extend(others.iter().flatten().map(|other| other.path.clone()));
        let dependencies = package.dependencies(workspace.as_ref(), &self.path)?;
        let mut homes = homes(&package.at, modules, &dependencies)?;
        let used = used(model, modules);
        if let Some(module) = used.into_iter().find(|module| !homes.contains_key(module)) {
            return Err(package.missing(module, others.as_deref().unwrap_or_default()));
        }
        if let Some(others) = &others {
            apart(&package.at, modules, others)?;
            complete(model, &package, others)?;
        }
        for module in all.into_iter().filter(|module| !modules.contains(module)) {
            // Only templates of users can name it: in the crate that is called like the catalog.
            homes.entry(module).or_insert_with(|| model.name.replace('-', "_"));
        }
        model.homes = homes;
        let files = basis::files(model, &self.compiled.sources);
        let dependencies = dependencies.into_iter().map(|(_, dependency)| dependency.path);
        let manifests = dependencies.chain([package.path]).collect();
        self.part = Some(Part { files, manifests });
        Ok(())
    }
}

/// Fails if the catalog does not have one of the modules.
fn known(all: &BTreeSet<String>, modules: &BTreeSet<String>, at: &str) -> Result<(), SplitError> {
    let Some(module) = modules.difference(all).next() else { return Ok(()) };
    let near = nearest(module, all.iter().map(String::as_str)).map(str::to_owned);
    Err(SplitError::Unknown { at: at.to_owned(), module: module.clone(), near })
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
            let before = homes.insert(module.clone(), name.clone());
            if before.is_some() || modules.contains(module) {
                let (module, package) = (module.clone(), name.clone());
                let is_new = dependencies.iter().any(|(_, other)| other.catalog.is_none());
                return Err(SplitError::Twice {
                    at: at.to_owned(),
                    module,
                    package,
                    other: before,
                    is_new,
                });
            }
        }
    }
    Ok(homes)
}

/// Fails if another crate has one of the modules.
fn apart(at: &str, modules: &BTreeSet<String>, others: &[Package]) -> Result<(), SplitError> {
    // A crate without a lock may be one of another catalog.
    for package in others.iter().filter(|package| package.catalog.is_some()) {
        if let Some(module) = package.modules.iter().flatten().find(|it| modules.contains(*it)) {
            let (at, module, package) = (at.to_owned(), module.clone(), package.name());
            return Err(SplitError::Twice { at, module, package, other: None, is_new: false });
        }
    }
    Ok(())
}

/// Fails if no crate has a module that is not empty.
fn complete(model: &Model, package: &Package, others: &[Package]) -> Result<(), SplitError> {
    let events = model.events.iter().map(|event| event.domain);
    let domains = model.records.iter().map(|record| record.domain).chain(events);
    let types = !(model.scalars.is_empty() && model.enums.is_empty());
    let mut modules: BTreeSet<&str> = domains.map(|id| model[id].name.as_str()).collect();
    modules.extend(types.then_some(TYPES));
    for module in [package].into_iter().chain(others).filter_map(|it| it.modules.as_ref()).flatten()
    {
        modules.remove(module.as_str());
    }
    if modules.is_empty() {
        return Ok(());
    }
    let modules = modules.into_iter().map(str::to_owned).collect();
    Err(SplitError::Nowhere { at: package.at.clone(), modules })
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

/// The modules in other crates that have the types of fields and cases here.
fn used(model: &Model, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let is_here = |domain: DomainId| modules.contains(&model[domain].name);
    let records = model.records.iter().filter(|record| is_here(record.domain));
    let events = model.events.iter().filter(|event| is_here(event.domain));
    let fields = records.flat_map(|it| &it.fields).chain(events.flat_map(|it| &it.data));
    let variants = model.variants.iter().filter(|variant| is_here(variant.domain));
    let cases = variants.flat_map(|it| &it.cases).map(|case| &case.ty);
    let module = |ty: &Type| match ty.core() {
        Core::Primitive(_) => None,
        Core::Scalar(_) | Core::Enum(_) => Some(TYPES.to_owned()),
        Core::Record(id) => Some(model[model[id].domain].name.clone()),
        Core::Variant(id) => Some(model[model[id].domain].name.clone()),
    };
    let types = fields.map(|field| &field.ty).chain(cases);
    types.filter_map(module).filter(|module| !modules.contains(module)).collect()
}
