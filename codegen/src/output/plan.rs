//! Compares a file set with a folder, and writes the difference.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annals_contract::Digest;
use rayon::prelude::*;

use super::disk;
use super::error::OutputError;
use super::memory::{Known, Memory};
use super::ownership::{self, Ownership};
use crate::file_set::{Content, File, FileSet, Target};
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
    /// The digest of the bytes that belong there.
    digest: Digest,
    /// And of the tree that they were rendered from, where that is known.
    tree: Option<Digest>,
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
    /// What is known of those.
    known: HashMap<String, Known>,
}

/// Compares `files` with the folder `root`, looking for orphans of ours among the files of `targets`.
///
/// # Errors
/// If something cannot be read, or somebody else's file is in the way of one of ours.
pub fn plan(root: &Path, files: &FileSet, targets: &[Target]) -> Result<Plan, OutputError> {
    plan_with(root, files, targets, None)
}

/// The same; files that look as they are remembered are not read.
pub(crate) fn plan_with(
    root: &Path,
    files: &FileSet,
    targets: &[Target],
    memory: Option<&Memory>,
) -> Result<Plan, OutputError> {
    let ownership = Ownership::of(root);
    let compared: Vec<Compared> = files
        .files()
        .par_iter()
        .map(|file| compare(root, file, &ownership, memory))
        .collect::<Result<_, _>>()?;
    let (mut changes, mut known) = (Vec::new(), HashMap::new());
    for compared in compared {
        match compared {
            Compared::Same(path, file) => drop(known.insert(path, file)),
            Compared::Differs(change) => changes.push(change),
        }
    }
    let kept = known.len();
    for target in targets {
        changes.extend(orphans(root, ownership::folder(*target), files, &ownership)?);
    }
    changes.extend(disk::leftovers(root)?.into_iter().map(leftover));
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(Plan { root: root.to_owned(), first: Vec::new(), changes, kept, known })
}

/// Paths in order, `catalog.lock` last.
fn order(change: &Change) -> (bool, &str) {
    (change.path == lock::FILE, &change.path)
}

/// How a file compares with the disk.
pub(super) enum Compared {
    Same(String, Known),
    Differs(Change),
}

/// The change a file needs, if any.
pub(super) fn compare(
    root: &Path,
    file: &File,
    ownership: &Ownership<'_>,
    memory: Option<&Memory>,
) -> Result<Compared, OutputError> {
    let File { path, content, .. } = file;
    let (bytes, digest, tree) = match content {
        Content::Made { bytes, digest, tree } => (bytes, *digest, *tree),
        Content::Recalled(known) => return Ok(Compared::Same(path.clone(), *known)),
    };
    let place = root.join(path);
    let remembered = |memory: &Memory| memory.known(path, disk::stamp(&place).ok()??);
    if let Some(known) = memory.and_then(remembered).filter(|known| known.digest == digest) {
        return Ok(Compared::Same(path.clone(), Known { tree, ..known }));
    }
    let Some((old, stamp)) = disk::read_stamped(&place)? else {
        let (kind, edited) = (ChangeKind::Create, ownership.recorded(path)?.is_some());
        let (path, new, old) = (path.clone(), Arc::clone(bytes), Vec::new());
        let change = Change { kind, path, old, new, edited, digest, tree };
        return Ok(Compared::Differs(change));
    };
    if old == **bytes {
        return Ok(Compared::Same(path.clone(), Known { digest, tree, stamp }));
    }
    // What is remembered spares reading the lock, which is long.
    let remembered = memory.and_then(|memory| memory.digest(path));
    // An empty file has nothing to lose; a machine that lost its power may leave one.
    if !old.is_empty() && remembered.is_none() && !ownership.is_ours(path, &old)? {
        return Err(OutputError::Foreign { path: place });
    }
    let recorded = match remembered {
        Some(digest) => Some(digest),
        None => ownership.recorded(path)?,
    };
    let edited = recorded.is_some_and(|digest| digest != annals_contract::digest(&old));
    let (path, new, kind) = (path.clone(), Arc::clone(bytes), ChangeKind::Update);
    Ok(Compared::Differs(Change { kind, path, old, new, edited, digest, tree }))
}

/// Files of ours below `folder` that nothing makes any more, and what a killed run left behind.
fn orphans(
    root: &Path,
    folder: &str,
    files: &FileSet,
    ownership: &Ownership<'_>,
) -> Result<Vec<Change>, OutputError> {
    let mut found = disk::walk(root, folder)?;
    found.retain(|path| !files.has(path));
    let changes: Result<Vec<_>, OutputError> = found
        .into_par_iter()
        .map(|path| {
            let old = disk::read(&root.join(&path))?.unwrap_or_default();
            let ours = disk::is_temporary(&path) || ownership.is_ours(&path, &old)?;
            Ok(ours.then_some(removal(path, old)))
        })
        .filter_map(Result::transpose)
        .collect();
    changes
}

fn leftover(path: String) -> Change {
    removal(path, Vec::new())
}

/// The change of a file that is to go.
pub(super) fn removal(path: String, old: Vec<u8>) -> Change {
    let (new, digest) = (Arc::default(), Digest::default());
    Change { kind: ChangeKind::Remove, path, old, new, edited: false, digest, tree: None }
}

impl Plan {
    /// A plan of these changes; `first` is the file to write before all others.
    pub(super) fn of(root: &Path, changes: Vec<Change>, kept: usize, first: &str) -> Self {
        Self {
            root: root.to_owned(),
            first: vec![first.to_owned()],
            changes,
            kept,
            known: HashMap::new(),
        }
    }

    /// Leaves files out of what is removed.
    pub(crate) fn spare(&mut self, theirs: impl Fn(&str) -> bool) {
        self.changes.retain(|change| change.kind != ChangeKind::Remove || !theirs(&change.path));
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
        self.write_known().map(drop)
    }

    /// The same; returns what is known of all files then, by path.
    pub(crate) fn write_known(&self) -> Result<HashMap<String, Known>, OutputError> {
        let mut known = self.known.clone();
        if self.changes.is_empty() {
            return Ok(known);
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
        let stage = |lock: &Change| root.stage(&lock.path, &lock.new);
        let staged = locks.iter().map(|lock| stage(lock)).collect::<Result<Vec<_>, _>>()?;
        for changes in [first, written, removed] {
            let written: Vec<Option<(String, Known)>> =
                changes.par_iter().map(|change| apply(&root, change)).collect::<Result<_, _>>()?;
            known.extend(written.into_iter().flatten());
        }
        for (lock, staged) in locks.into_iter().zip(staged) {
            let stamp = root.bring(&lock.path, &lock.new, staged)?;
            let file = Known { digest: lock.digest, tree: lock.tree, stamp };
            known.insert(lock.path.clone(), file);
        }
        Ok(known)
    }
}

fn apply(root: &disk::Root, change: &Change) -> Result<Option<(String, Known)>, OutputError> {
    let Change { kind, path, new, digest, tree, .. } = change;
    match kind {
        ChangeKind::Create | ChangeKind::Update => {
            let stamp = root.write(path, new)?;
            Ok(Some((path.clone(), Known { digest: *digest, tree: *tree, stamp })))
        }
        ChangeKind::Remove => root.remove(path).map(|()| None),
    }
}
