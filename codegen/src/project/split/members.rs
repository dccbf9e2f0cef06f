//! Finds the crates of a workspace that have modules of a catalog.

use std::collections::BTreeSet;
use std::path::Path;

use super::SplitError;
use super::package::Package;
use super::workspace::Workspace;
use crate::project::place;

/// The members of the workspace that have modules of the catalog at `catalog`, in order of their paths,
/// without the one in `output`.
pub(super) fn others(
    workspace: &Workspace,
    output: &Path,
    catalog: &Path,
) -> Result<Vec<Package>, SplitError> {
    let mut others = members(workspace)?;
    let here = place::real(output);
    others.retain(|it| place::real(it.folder()) != here && it.may_be_of(catalog));
    others.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(others)
}

/// The crates that the workspace lists, and what they depend on in its folder, as cargo finds them.
fn members(workspace: &Workspace) -> Result<Vec<Package>, SplitError> {
    let mut waiting = workspace.listed();
    let (mut seen, mut members) = (BTreeSet::new(), Vec::new());
    while let Some(folder) = waiting.pop() {
        let folder = place::real(&folder).filter(|folder| workspace.includes(folder));
        if let Some(folder) = folder
            && seen.insert(folder.clone())
            && let Some(package) = Package::read(&folder)?
        {
            waiting.extend(package.paths(Some(workspace)).into_iter().map(|(_, path)| path));
            members.push(package);
        }
    }
    Ok(members)
}
