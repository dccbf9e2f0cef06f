//! Compares a file set with a folder, and writes the difference.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annals_contract::Digest;
use rayon::prelude::*;

use super::disk::Root;
use super::error::OutputError;
use super::ownership::Ownership;
use super::walk;
use crate::cache::{Cache, Entry, Stamp};
use crate::file_set::{File, FileSet};
use crate::lower::lock;
use crate::targets::Target;

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It does not exist yet.
    Create,
    /// It has other bytes.
    Update,
    /// It is stale: generated, but not part of the file set.
    Remove,
}

/// One file that differs.
#[derive(Debug)]
pub struct Change {
    /// What happens to it.
    pub kind: ChangeKind,
    /// Path relative to the output folder, `/`-separated.
    pub path: String,
    /// The bytes on disk; empty if the file is created or removed.
    pub old: Vec<u8>,
    /// The bytes that belong there; empty for [`ChangeKind::Remove`].
    pub new: Arc<Vec<u8>>,
    /// True if the file on disk is not what the last run wrote: it was edited.
    pub edited: bool,
    /// The digest of the bytes that belong there.
    digest: Digest,
    /// And of everything that they are made from.
    key: Option<Digest>,
}

/// The difference between a file set and a folder.
#[derive(Debug)]
pub struct Plan {
    root: Root,
    /// Files that are written before all others.
    first: Vec<String>,
    /// Files that differ, in path order, `catalog.lock` last.
    pub changes: Vec<Change>,
    /// Files that are in the way of readers, but are not ours to remove, in path order: nothing
    /// generates them, and they are not as the last run wrote them.
    pub foreign: Vec<String>,
    /// Number of files that are already as they should be.
    pub kept: usize,
    /// Those files.
    same: HashMap<String, Entry>,
}

/// Compares `files` with the folder `root`, and finds stale files in the folders of `targets`. Files
/// that have the right digest according to `cache` are not read.
///
/// # Errors
/// If something cannot be read, or a file of the user is in the way of a generated one.
pub fn plan(
    root: &Path,
    files: &FileSet,
    targets: &[Target],
    cache: &Cache,
) -> Result<Plan, OutputError> {
    let root = Root::at(root);
    let ownership = Ownership::of(&root);
    let compared: Vec<Compared> = files
        .files()
        .par_iter()
        .map(|file| compare(&root, file, &ownership, cache))
        .collect::<Result<_, _>>()?;
    let (mut changes, mut foreign, mut same) = (Vec::new(), Vec::new(), HashMap::new());
    for compared in compared {
        match compared {
            Compared::Same(path, entry) => drop(same.insert(path, entry)),
            Compared::Differs(change) => changes.push(change),
        }
    }
    for target in targets {
        for other in others(&root, *target, files, &ownership)? {
            match other {
                Other::Stale(change) => changes.push(change),
                Other::Foreign(path) => foreign.push(path),
            }
        }
    }
    changes.extend(walk::leftovers(&root)?.into_iter().map(removal));
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    foreign.sort();
    Ok(Plan { root, first: Vec::new(), changes, foreign, kept: same.len(), same })
}

/// Paths in order, `catalog.lock` last.
fn order(change: &Change) -> (bool, &str) {
    (change.path == lock::FILE, &change.path)
}

/// How a file compares with the disk.
pub(super) enum Compared {
    Same(String, Entry),
    Differs(Change),
}

/// The change a file needs, if any.
pub(super) fn compare(
    root: &Root,
    file: &File,
    ownership: &Ownership<'_>,
    cache: &Cache,
) -> Result<Compared, OutputError> {
    let File { path, digest, key, bytes, .. } = file;
    let entry = cache.entry(path);
    if let Some(entry) = entry.filter(|entry| entry.digest() == *digest) {
        let entry = Entry::new(*digest, *key, entry.stamp);
        return Ok(Compared::Same(path.clone(), entry));
    }
    // A hit has the digest of its entry.
    let bytes = bytes.as_ref().expect("a file that is not in the cache was made");
    let place = root.join(path);
    let change = |kind, old, edited| {
        let (path, new, digest, key) = (path.clone(), Arc::clone(bytes), *digest, *key);
        Compared::Differs(Change { kind, path, old, new, edited, digest, key })
    };
    let Some((old, stamp)) = root.read_stamped(path)? else {
        let edited = ownership.is_recorded(path)?;
        return Ok(change(ChangeKind::Create, Vec::new(), edited));
    };
    if old == **bytes {
        return Ok(Compared::Same(path.clone(), Entry::new(*digest, *key, stamp)));
    }
    // An empty file can be replaced; a power failure may leave one.
    if !old.is_empty() && !ownership.is_ours(path, &old)? {
        return Err(OutputError::Foreign { path: place });
    }
    // With an entry in the cache the lock, which is long, need not be read.
    let edited = match entry {
        Some(entry) => entry.digest() != annals_contract::digest(&old),
        None => ownership.is_recorded(path)? && !ownership.wrote(path, &old)?,
    };
    Ok(change(ChangeKind::Update, old, edited))
}

/// A file in the folder of a target that is not part of the file set.
enum Other {
    Stale(Change),
    Foreign(String),
}

/// The files below the folder of a target that it does not make, except those that users keep there.
fn others(
    root: &Root,
    target: Target,
    files: &FileSet,
    ownership: &Ownership<'_>,
) -> Result<Vec<Other>, OutputError> {
    let mut found = walk::walk(root, target)?;
    // Both are in path order.
    let mut made = files.files().iter().map(|file| &file.path).peekable();
    found.retain(|path| {
        while made.next_if(|made| *made < path).is_some() {}
        made.peek() != Some(&path)
    });
    let others: Result<Vec<_>, OutputError> = found
        .into_par_iter()
        .map(|path| {
            if root.join(&path).is_symlink() {
                return Ok(Some(Other::Foreign(path)));
            }
            Ok(match ownership.may_remove(target, &path)? {
                true => Some(Other::Stale(removal(path))),
                false => target.owns(&path).then_some(Other::Foreign(path)),
            })
        })
        .filter_map(Result::transpose)
        .collect();
    others
}

/// The change that removes a file.
pub(super) fn removal(path: String) -> Change {
    let (old, new, digest) = (Vec::new(), Arc::default(), Digest::default());
    Change { kind: ChangeKind::Remove, path, old, new, edited: false, digest, key: None }
}

impl Plan {
    /// A plan of these changes; `first` is the file to write before all others.
    pub(super) fn of(
        root: Root,
        changes: Vec<Change>,
        foreign: Vec<String>,
        kept: usize,
        first: &str,
    ) -> Self {
        Self { root, first: vec![first.to_owned()], changes, foreign, kept, same: HashMap::new() }
    }

    /// Keeps files from being removed or called foreign.
    pub fn spare(&mut self, theirs: impl Fn(&str) -> bool) {
        self.changes.retain(|change| change.kind != ChangeKind::Remove || !theirs(&change.path));
        self.foreign.retain(|path| !theirs(path));
    }

    /// Adds the changes of another plan for the same folder.
    pub fn join(&mut self, other: Self) {
        self.first.extend(other.first);
        self.kept += other.kept;
        self.changes.extend(other.changes);
        self.changes.sort_by(|a, b| order(a).cmp(&order(b)));
        self.foreign.extend(other.foreign);
        self.foreign.sort();
    }

    /// The number of changes of a kind.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Carries the plan out. Returns what the next run may find in its cache: an entry for every file
    /// of the file set.
    ///
    /// # Errors
    /// If a file cannot be written or removed, or would be reached through a link. Files
    /// written before that stay; each is whole, and `catalog.lock` is still the old one. The new one
    /// may be left beside it, until the next run removes it.
    pub fn write(&self) -> Result<Cache, OutputError> {
        let mut entries = self.same.clone();
        if self.changes.is_empty() {
            return Ok(Cache::new(entries));
        }
        let root = &self.root;
        root.create()?;
        let (locks, others): (Vec<_>, Vec<_>) =
            self.changes.iter().partition(|change| change.path == lock::FILE);
        // Removing takes empty folders along, so nothing may be about to be written into one.
        let (removed, written): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|change| change.kind == ChangeKind::Remove);
        let (first, written): (Vec<_>, Vec<_>) =
            written.into_iter().partition(|change| self.first.contains(&change.path));
        // The new lock is ready from the beginning: if this run is killed, it tells the next one
        // which files are ours, which the old lock may not know.
        let stage = |lock: &'_ Change| root.stage(&lock.path, &lock.new);
        let staged: Vec<PathBuf> =
            locks.iter().map(|lock| stage(lock)).collect::<Result<_, _>>()?;
        for changes in [first, written, removed] {
            let written: Vec<Option<(String, Entry)>> =
                changes.par_iter().map(|change| apply(root, change)).collect::<Result<_, _>>()?;
            entries.extend(written.into_iter().flatten());
        }
        for (lock, temporary) in locks.into_iter().zip(staged) {
            let stamp = root.bring(&temporary, &lock.path, &lock.new)?;
            entries.insert(lock.path.clone(), lock.entry(stamp));
        }
        Ok(Cache::new(entries))
    }
}

fn apply(root: &Root, change: &Change) -> Result<Option<(String, Entry)>, OutputError> {
    match change.kind {
        ChangeKind::Create | ChangeKind::Update => {
            let entry = change.entry(root.write(&change.path, &change.new)?);
            Ok(Some((change.path.clone(), entry)))
        }
        ChangeKind::Remove => root.remove(&change.path).map(|()| None),
    }
}

impl Change {
    fn entry(&self, stamp: Stamp) -> Entry {
        Entry::new(self.digest, self.key, stamp)
    }
}
