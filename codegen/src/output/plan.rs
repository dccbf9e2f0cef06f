//! Compares a file set with a folder, and writes the difference.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annals_contract::Digest;
use rayon::prelude::*;

use super::disk;
use super::error::OutputError;
use super::look::{self, Look};
use super::memory::{Known, Recall};
use super::ownership::{self, Ownership};
use super::reading;
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
    /// And of what they were made from, where that is known.
    basis: Option<Digest>,
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
pub fn plan_with(
    root: &Path,
    files: &FileSet,
    targets: &[Target],
    recall: Option<&Recall<'_>>,
) -> Result<Plan, OutputError> {
    let look = recall.and_then(|recall| recall.look);
    let ownership = Ownership::of(root);
    let compared: Vec<Compared> = files
        .files()
        .par_iter()
        .map(|file| compare(root, file, &ownership, recall))
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
        changes.extend(orphans(root, ownership::folder(*target), files, &ownership, look)?);
    }
    changes.extend(look::leftovers(root, look)?.into_iter().map(leftover));
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
    recall: Option<&Recall<'_>>,
) -> Result<Compared, OutputError> {
    let File { path, content, .. } = file;
    let (bytes, digest, basis) = match content {
        Content::Made { bytes, digest, basis } => (bytes, *digest, *basis),
        Content::Recalled(known) => return Ok(Compared::Same(path.clone(), *known)),
    };
    let known = recall.and_then(|recall| recall.known(path));
    if let Some(known) = known.filter(|known| known.digest == digest) {
        return Ok(Compared::Same(path.clone(), Known { basis, ..known }));
    }
    let place = root.join(path);
    let Some((old, stamp)) = reading::read_stamped(&place)? else {
        let (kind, edited) = (ChangeKind::Create, ownership.recorded(path)?.is_some());
        let (path, new, old) = (path.clone(), Arc::clone(bytes), Vec::new());
        let change = Change { kind, path, old, new, edited, digest, basis };
        return Ok(Compared::Differs(change));
    };
    if old == **bytes {
        return Ok(Compared::Same(path.clone(), Known { digest, basis, stamp }));
    }
    // What is remembered spares reading the lock, which is long.
    let memory = recall.and_then(|recall| recall.memory);
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
    Ok(Compared::Differs(Change { kind, path, old, new, edited, digest, basis }))
}

/// Files of ours below `folder` that nothing makes any more, and what a killed run left behind.
fn orphans(
    root: &Path,
    folder: &str,
    files: &FileSet,
    ownership: &Ownership<'_>,
    look: Option<&Look>,
) -> Result<Vec<Change>, OutputError> {
    let mut found = look::walk(root, folder, look)?;
    // Both are in path order.
    let mut made = files.files().iter().map(|file| &file.path).peekable();
    found.retain(|path| {
        while made.next_if(|made| *made < path).is_some() {}
        made.peek() != Some(&path)
    });
    let changes: Result<Vec<_>, OutputError> = found
        .into_par_iter()
        .map(|path| {
            let old = reading::read(&root.join(&path))?.unwrap_or_default();
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
    Change { kind: ChangeKind::Remove, path, old, new, edited: false, digest, basis: None }
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
    pub fn spare(&mut self, theirs: impl Fn(&str) -> bool) {
        self.changes.retain(|change| change.kind != ChangeKind::Remove || !theirs(&change.path));
    }

    /// Adds the changes of another plan for the same folder.
    pub fn join(&mut self, other: Self) {
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
        self.apply(|_| {})
    }

    /// The same; gives `remember` what is known of all files, by path, as soon as only the last
    /// step is left: `catalog.lock` comes to its place at the same time, and it is large, so a file
    /// system takes a while. If that fails, what is known of the lock is what it never looked like.
    pub fn write_known(
        &mut self,
        remember: impl FnOnce(HashMap<String, Known>) + Send,
    ) -> Result<(), OutputError> {
        let mut known = std::mem::take(&mut self.known);
        self.apply(|written| {
            known.extend(written);
            remember(known);
        })
    }

    /// Carries the plan out; gives `remember` what is known of the files that it writes.
    fn apply(&self, remember: impl FnOnce(Vec<(String, Known)>) + Send) -> Result<(), OutputError> {
        let mut known = Vec::new();
        if self.changes.is_empty() {
            remember(known);
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
        let stage = |lock: &Change| root.stage(&lock.path, &lock.new);
        let staged = locks.iter().map(|lock| stage(lock)).collect::<Result<Vec<_>, _>>()?;
        for changes in [first, written, removed] {
            let written: Vec<Option<(String, Known)>> =
                changes.par_iter().map(|change| apply(&root, change)).collect::<Result<_, _>>()?;
            known.extend(written.into_iter().flatten());
        }
        for (lock, stamp) in locks.iter().zip(&staged) {
            let file = Known { digest: lock.digest, basis: lock.basis, stamp: *stamp };
            known.push((lock.path.clone(), file));
        }
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| remember(known));
            locks.iter().try_for_each(|lock| root.bring(&lock.path, &lock.new))
        })
    }
}

fn apply(root: &disk::Root, change: &Change) -> Result<Option<(String, Known)>, OutputError> {
    let Change { kind, path, new, digest, basis, .. } = change;
    match kind {
        ChangeKind::Create | ChangeKind::Update => {
            let stamp = root.write(path, new)?;
            Ok(Some((path.clone(), Known { digest: *digest, basis: *basis, stamp })))
        }
        ChangeKind::Remove => root.remove(path).map(|()| None),
    }
}
