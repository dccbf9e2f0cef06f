//! Compares files that are recorded in a list of their own with a folder.

use std::collections::BTreeMap;
use std::path::Path;

use annals_contract::Digest;
use rayon::prelude::*;

use super::error::OutputError;
use super::ownership::Ownership;
use super::plan::{Change, Compared, Plan, compare, removal};
use super::reading;
use crate::cache::Cache;
use crate::file_set::FileSet;

/// Compares `files` with the folder `root`. `recorded` are the files of the last run; those that are
/// not in `files` are stale. The file `list` records them, and is written first, so that a run that
/// is killed leaves no file that is not recorded.
///
/// # Errors
/// If something cannot be read, or a file of the user is in the way of a generated one.
pub(crate) fn plan_recorded(
    root: &Path,
    files: &FileSet,
    recorded: &BTreeMap<String, Digest>,
    list: &str,
) -> Result<Plan, OutputError> {
    let ownership = Ownership::listed(root, recorded, list);
    let compared = files
        .files()
        .par_iter()
        .map(|file| compare(root, file, &ownership, &Cache::default()))
        .collect::<Result<Vec<_>, _>>()?;
    let change = |compared| match compared {
        Compared::Same(..) => None,
        Compared::Differs(change) => Some(change),
    };
    let mut changes: Vec<Change> = compared.into_iter().filter_map(change).collect();
    let kept = files.len() - changes.len();
    for path in recorded.keys().map(String::as_str).chain([list]) {
        if !files.contains(path)
            && let Some(old) = reading::read(&root.join(path))?
        {
            changes.push(removal(path.to_owned(), old));
        }
    }
    Ok(Plan::of(root, changes, kept, list))
}
