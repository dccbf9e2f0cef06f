//! Compares a file set with a folder, and writes the difference.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use annals_contract::Digest;
use rayon::prelude::*;

use super::disk::Root;
use super::error::OutputError;
use super::ownership::Ownership;
use super::reading;
use super::walk::{self, Walked};
use crate::cache::{Cache, Entry, Stamp};
use crate::file_set::{File, FileSet};
use crate::lower::lock;
use crate::parallel;

use crate::targets::Target;
use annals_catalog::sort;

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
    pub new: Arc<[u8]>,
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
    let walked: Vec<Walked> =
        targets.iter().map(|target| walk::walk(&root, *target)).collect::<Result<_, _>>()?;
    let read = |path: &str| match walked.iter().any(|walked| walked.has(path)) {
        true => reading::read_regular(&root.join(path)),
        false => root.read_stamped(path),
    };
    let compared =
        parallel::map(files.files(), |file| compare(&root, file, &read, &ownership, cache));
    let compared = compared.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (mut changes, mut foreign, mut same) = (Vec::new(), Vec::new(), HashMap::new());
    for compared in compared {
        match compared {
            Compared::Same(path, entry) => drop(same.insert(path, entry)),
            Compared::Differs(change) => changes.push(change),
        }
    }
    for (target, walked) in targets.iter().zip(walked) {
        for (path, stale) in others(*target, walked.files, files, &ownership)? {
            match stale {
                true => changes.push(removal(path)),
                false => foreign.push(path),
            }
        }
        foreign.extend(walked.links);
    }
    changes.extend(walk::leftovers(&root)?.into_iter().map(removal));
    sort::by(&mut changes, |a, b| order(a).cmp(&order(b)));
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

/// What reads a file of the folder, with its stamp.
type Read<'r> = &'r (dyn Fn(&str) -> Result<Option<(Vec<u8>, Stamp)>, OutputError> + Sync);

/// The change a file needs, if any.
pub(super) fn compare(
    root: &Root,
    file: &File,
    read: Read<'_>,
    ownership: &Ownership<'_>,
    cache: &Cache,
) -> Result<Compared, OutputError> {
    let File { path, digest, key, bytes, .. } = file;
    let entry = cache.entries.get(path);
    if let Some(entry) = entry.filter(|entry| entry.digest() == *digest) {
        let entry = Entry::new(*digest, *key, entry.stamp);
        return Ok(Compared::Same(path.clone(), entry));
    }
    // A hit has the digest of its entry.
    let bytes = bytes.as_ref().expect("a file that is not in the cache was made");
    let change = |kind, old, edited| {
        let (path, new, digest, key) = (path.clone(), Arc::clone(bytes), *digest, *key);
        Compared::Differs(Change { kind, path, old, new, edited, digest, key })
    };
    let Some((old, stamp)) = read(path)? else {
        let edited = ownership.is_recorded(path)?;
        return Ok(change(ChangeKind::Create, Vec::new(), edited));
    };
    if old == **bytes {
        return Ok(Compared::Same(path.clone(), Entry::new(*digest, *key, stamp)));
    }
    // What the last run wrote is ours, and the lock, which is long, need not be read.
    if entry.is_some_and(|entry| entry.digest() == annals_contract::digest(&old)) {
        return Ok(change(ChangeKind::Update, old, false));
    }
    // An empty file can be replaced; a power failure may leave one.
    if !old.is_empty() && !ownership.is_ours(path, &old)? {
        return Err(OutputError::Foreign { path: root.join(path) });
    }
    let edited = ownership.is_recorded(path)? && !ownership.wrote(path, &old)?;
    Ok(change(ChangeKind::Update, old, edited))
}

/// The files in the folder of a target that are not part of the file set, except those that users
/// keep there: true for a stale one, false for a foreign one.
fn others(
    target: Target,
    mut found: Vec<String>,
    files: &FileSet,
    ownership: &Ownership<'_>,
) -> Result<Vec<(String, bool)>, OutputError> {
    // Both are in path order.
    let mut made = files.files().iter().map(|file| &file.path).peekable();
    found.retain(|path| {
        while made.next_if(|made| *made < path).is_some() {}
        made.peek() != Some(&path)
    });
    let stale = parallel::map(&found, |path| ownership.may_remove(target, path));
    let other = |(path, stale): (String, Result<bool, _>)| match stale {
        Ok(stale) => (stale || target.owns(&path)).then_some(Ok((path, stale))),
        Err(error) => Some(Err(error)),
    };
    found.into_iter().zip(stale).filter_map(other).collect()
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
        sort::by(&mut self.changes, |a, b| order(a).cmp(&order(b)));
        self.foreign.extend(other.foreign);
        self.foreign.sort();
    }

    /// The number of changes of a kind.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Carries the plan out; the bytes of each file are freed once it is written. Returns what the
    /// next run may find in its cache: an entry for every file of the file set.
    ///
    /// # Errors
    /// If a file cannot be written or removed, or would be reached through a link. Files
    /// written before that stay; each is whole, and `catalog.lock` is still the old one. The new one
    /// may be left beside it, until the next run removes it.
    pub fn write(self) -> Result<Cache, OutputError> {
        let Self { root, first, mut changes, same: mut entries, .. } = self;
        if changes.is_empty() {
            return Ok(Cache { entries, ..Cache::default() });
        }
        root.create()?;
        entries.reserve(changes.len());
        // The new lock is ready from the beginning: if this run is killed, it tells the next one
        // which files are ours, which the old lock may not know.
        let lock = changes.pop_if(|change| change.path == lock::FILE);
        let stage = |lock: Change| root.stage(&lock.path, &lock.new).map(|staged| (lock, staged));
        let staged = lock.map(stage).transpose()?;
        // Removing takes empty folders along, so nothing may be about to be written into one.
        let step = |change: &Change| match change.kind {
            ChangeKind::Remove => 2,
            ChangeKind::Create | ChangeKind::Update => u8::from(!first.contains(&change.path)),
        };
        for now in 0..=2 {
            let changes = changes.par_iter_mut().filter(|change| step(change) == now);
            let written = changes.filter_map(|change| apply(&root, change).transpose());
            entries.extend(written.collect::<Result<Vec<_>, _>>()?);
        }
        if let Some((lock, staged)) = staged {
            let stamp = root.bring(&staged, &lock.path, &lock.new)?;
            entries.insert(lock.path, Entry::new(lock.digest, lock.key, stamp));
        }
        Ok(Cache { entries, ..Cache::default() })
    }
}

fn apply(root: &Root, change: &mut Change) -> Result<Option<(String, Entry)>, OutputError> {
    match change.kind {
        ChangeKind::Create | ChangeKind::Update => {
            let stamp = root.write(&change.path, &std::mem::take(&mut change.new))?;
            let entry = Entry::new(change.digest, change.key, stamp);
            Ok(Some((change.path.clone(), entry)))
        }
        ChangeKind::Remove => root.remove(&change.path).map(|()| None),
    }
}
