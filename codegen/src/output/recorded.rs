//! Compares files that are recorded in a list of their own with a folder.

use std::collections::BTreeMap;
use std::path::Path;

use annals_contract::Digest;

use super::disk::Root;
use super::error::OutputError;
use super::ownership::{Ownership, is_hidden, is_marked};
use super::plan::{Change, Compared, Plan, compare, removal};
use crate::cache::Cache;
use crate::file_set::FileSet;
use crate::parallel;

/// Compares `files` with the folder `root`. `recorded` are the files of the last run; those that are
/// not in `files` are stale. The file `list` records them, and is written first, so that a run that
/// is killed leaves no file that is not recorded.
///
/// Anyone can write such a list. So a file is removed only if it is what the list records, or has
/// the marker of generated files, and is not hidden.
///
/// # Errors
/// If something cannot be read, or a file of the user is in the way of a generated one.
pub(crate) fn plan_recorded(
    root: &Path,
    files: &FileSet,
    recorded: &BTreeMap<String, Digest>,
    list: &str,
) -> Result<Plan, OutputError> {
    let root = Root::at(root);
    let ownership = Ownership::listed(&root, recorded, list);
    let (read, cache) = (|path: &str| root.read_stamped(path), Cache::default());
    let compared =
        parallel::map(files.files(), |file| compare(&root, file, &read, &ownership, &cache));
    let compared = compared.into_iter().collect::<Result<Vec<_>, _>>()?;
    let change = |compared| match compared {
        Compared::Same(..) => None,
        Compared::Differs(change) => Some(change),
    };
    let mut changes: Vec<Change> = compared.into_iter().filter_map(change).collect();
    let (mut foreign, kept) = (Vec::new(), files.len() - changes.len());
    for path in recorded.keys().map(String::as_str).chain([list]) {
        if files.contains(path) {
            continue;
        }
        let Some(old) = root.read(path)? else { continue };
        let ours = path == list || is_marked(&old) || ownership.wrote(path, &old)?;
        match ours && !is_hidden(path) {
            true => changes.push(removal(path.to_owned())),
            false => foreign.push(path.to_owned()),
        }
    }
    Ok(Plan::of(root, changes, foreign, kept, list))
}
