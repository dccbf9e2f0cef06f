//! Compares files whose owner is told by a list of their own with a folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use annals_contract::Digest;
use rayon::prelude::*;

use super::disk;
use super::error::OutputError;
use super::ownership::Ownership;
use super::plan::{Change, ChangeKind, Plan, compare};
use crate::file_set::FileSet;

/// Compares `files` with the folder `root`. `recorded` are those that were made before: what of them
/// is made no more is an orphan. The list itself is the file `list`, written before the others, so
/// that a run that was killed leaves no file that nobody owns up to.
///
/// # Errors
/// If something cannot be read, or somebody else's file is in the way of one of ours.
pub(crate) fn plan_recorded(
    root: &Path,
    files: &FileSet,
    recorded: &BTreeMap<String, Digest>,
    list: &str,
) -> Result<Plan, OutputError> {
    let ownership = Ownership::listed(root, recorded, list);
    let mut changes: Vec<Change> = files
        .files()
        .par_iter()
        .map(|file| compare(root, file, &ownership))
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    let kept = files.len() - changes.len();
    for path in recorded.keys().map(String::as_str).chain([list]) {
        if files.get(path).is_none()
            && let Some(old) = disk::read(&root.join(path))?
        {
            let (path, new) = (path.to_owned(), Arc::default());
            changes.push(Change { kind: ChangeKind::Remove, path, old, new, edited: false });
        }
    }
    Ok(Plan::of(root, changes, kept, list))
}
