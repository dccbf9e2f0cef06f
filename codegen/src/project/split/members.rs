//! Finds the crates of a workspace that have modules of a catalog.

use std::collections::BTreeSet;
use std::path::Path;

use super::SplitError;
use super::package::Package;
use super::workspace::Workspace;
use crate::project::place;
use annals_catalog::sort;

/// The other members of the workspace that have modules of the catalog at `catalog`, in order of their
/// paths; `None` if the crate in `output` is not a member.
pub(super) fn others(
    workspace: &Workspace,
    output: &Path,
    catalog: &Path,
) -> Result<Option<Vec<Package>>, SplitError> {
    let here = place::real(output);
    let is_here = |package: &Package| place::real(package.folder()) == here;
    let mut members = members(workspace)?;
    if !members.iter().any(is_here) {
        return Ok(None);
    }
    members.retain(|it| !is_here(it) && it.may_be_of(catalog));
    sort::by(&mut members, |one, other| one.path.cmp(&other.path));
    Ok(Some(members))
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
