//! Compares a file set with a folder, and writes the difference.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::disk;
use super::error::OutputError;
use super::ownership::{self, Ownership};
use crate::file_set::{File, FileSet, Target};
use crate::lower::lock;

/// What has to happen to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is not there yet.
    Create,
    /// It is there with other bytes.
    Update,
    /// It is ours and nothing makes it any more.
    Remove,
}

/// One file that differs.
#[derive(Debug)]
pub struct Change {
    /// What has to happen.
    pub kind: ChangeKind,
    /// Path relative to the output folder, `/`-separated.
    pub path: String,
    /// The bytes on disk; empty for [`ChangeKind::Create`].
    pub old: Vec<u8>,
    /// The bytes that belong there; empty for [`ChangeKind::Remove`].
    pub new: Arc<Vec<u8>>,
    /// True if the file on disk is not what the last generation wrote: somebody edited it.
    pub edited: bool,
}

/// The difference between a file set and a folder.
#[derive(Debug)]
pub struct Plan {
    root: PathBuf,
    /// Files that are written before all others.
    first: Vec<String>,
    /// Files that differ, in path order, `catalog.lock` last.
    pub changes: Vec<Change>,
    /// Number of files that are already as they should be.
    pub kept: usize,
}

/// Compares `files` with the folder `root`, looking for orphans of ours among the files of `targets`.
///
/// # Errors
/// If something cannot be read, or somebody else's file is in the way of one of ours.
pub fn plan(root: &Path, files: &FileSet, targets: &[Target]) -> Result<Plan, OutputError> {
    let ownership = Ownership::of(root);
    let mut changes: Vec<Change> = files
        .files()
        .par_iter()
        .map(|file| compare(root, file, &ownership))
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    let kept = files.len() - changes.len();
    for target in targets {
        changes.extend(orphans(root, ownership::folder(*target), files, &ownership)?);
    }
    changes.extend(disk::leftovers(root)?.into_iter().map(leftover));
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(Plan { root: root.to_owned(), first: Vec::new(), changes, kept })
}

/// Paths in order, `catalog.lock` last.
fn order(change: &Change) -> (bool, &str) {
    (change.path == lock::FILE, &change.path)
}

/// The change a file needs, if any.
pub(super) fn compare(
    root: &Path,
    file: &File,
    ownership: &Ownership<'_>,
) -> Result<Option<Change>, OutputError> {
    let File { path, bytes, .. } = file;
    let place = root.join(path);
    let Some(old) = disk::read(&place)? else {
        let (kind, edited) = (ChangeKind::Create, ownership.recorded(path)?.is_some());
        let (path, new) = (path.clone(), Arc::clone(bytes));
        return Ok(Some(Change { kind, path, old: Vec::new(), new, edited }));
    };
    if old == **bytes {
        return Ok(None);
    }
    // An empty file has nothing to lose; a machine that lost its power may leave one.
    if !old.is_empty() && !ownership.is_ours(path, &old)? {
        return Err(OutputError::Foreign { path: place });
    }
    let recorded = ownership.recorded(path)?;
    let edited = recorded.is_some_and(|digest| digest != annals_contract::digest(&old));
    let (path, new) = (path.clone(), Arc::clone(bytes));
    Ok(Some(Change { kind: ChangeKind::Update, path, old, new, edited }))
}

/// Files of ours below `folder` that nothing makes any more, and what a killed run left behind.
fn orphans(
    root: &Path,
    folder: &str,
    files: &FileSet,
    ownership: &Ownership<'_>,
) -> Result<Vec<Change>, OutputError> {
    let mut found = disk::walk(root, folder)?;
    found.retain(|path| files.get(path).is_none());
    let changes: Result<Vec<_>, OutputError> = found
        .into_par_iter()
        .map(|path| {
            let old = disk::read(&root.join(&path))?.unwrap_or_default();
            let ours = disk::is_temporary(&path) || ownership.is_ours(&path, &old)?;
            let edited = false;
            Ok(ours.then_some(Change {
                kind: ChangeKind::Remove,
                path,
                old,
                new: Arc::default(),
                edited,
            }))
        })
        .filter_map(Result::transpose)
        .collect();
    changes
}

fn leftover(path: String) -> Change {
    Change { kind: ChangeKind::Remove, path, old: Vec::new(), new: Arc::default(), edited: false }
}

impl Plan {
    /// A plan of these changes; `first` is the file to write before all others.
    pub(super) fn of(root: &Path, changes: Vec<Change>, kept: usize, first: &str) -> Self {
        Self { root: root.to_owned(), first: vec![first.to_owned()], changes, kept }
    }

    /// Adds the changes of another plan for the same folder.
    pub(crate) fn join(&mut self, other: Self) {
        self.first.extend(other.first);
        self.kept += other.kept;
        self.changes.extend(other.changes);
        self.changes.sort_by(|a, b| order(a).cmp(&order(b)));
    }

    /// The number of changes of a kind.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Carries the plan out.
    ///
    /// # Errors
    /// If a file cannot be written or removed, or a link leads out of the output folder. Files
    /// written before that stay; each is whole, and `catalog.lock` is still the old one. The new one
    /// may lie beside it, until the next run sweeps it away.
    pub fn write(&self) -> Result<(), OutputError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let root = disk::Root::create(&self.root)?;
        let (locks, others): (Vec<_>, Vec<_>) =
            self.changes.iter().partition(|change| change.path == lock::FILE);
        // The new lock lies ready from the beginning: if this run is killed, it tells the next one
        // which files are ours, which the old lock may not know.
        // Removing takes empty folders along, so nothing may be about to be written into one.
        let (removed, written): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|change| change.kind == ChangeKind::Remove);
        let (first, written): (Vec<_>, Vec<_>) =
            written.into_iter().partition(|change| self.first.contains(&change.path));
        for lock in &locks {
            root.stage(&lock.path, &lock.new)?;
        }
        for changes in [first, written, removed] {
            changes.par_iter().try_for_each(|change| apply(&root, change))?;
        }
        locks.iter().try_for_each(|lock| root.bring(&lock.path, &lock.new))
    }
}

fn apply(root: &disk::Root, change: &Change) -> Result<(), OutputError> {
    match change.kind {
        ChangeKind::Create | ChangeKind::Update => root.write(&change.path, &change.new),
        ChangeKind::Remove => root.remove(&change.path),
    }
}
