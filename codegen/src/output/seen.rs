//! Compares a cache with the files in an output folder.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use annals_contract::digest;
use rayon::prelude::*;

use super::disk::Root;
use super::error::OutputError;
use super::ownership::has_marker;
use super::temporary::is_temporary;
use super::walk;
use crate::cache::{Cache, Entry};
use crate::lower::lock;
use crate::targets::Target;

/// Clocks of file systems are coarse, some count in steps of two seconds: a file that was written
/// shortly before it was looked at may have been written again since and have the same stamp.
const TICK: Duration = Duration::from_secs(2);

/// Removes the entries whose files do not have the digests that they had. Returns the number of these
/// entries, and of files that had to be read.
///
/// A file with another stamp is read, which takes less time than making it. `begun` is when the run
/// that left the cache began to look at files, since 1970.
pub(crate) fn remove_stale(root: &Path, cache: &mut Cache, begun: Duration) -> (usize, usize) {
    let (root, read) = (Root::at(root), AtomicUsize::new(0));
    let is_stale = |path: &str, entry: &mut Entry| {
        let Ok(Some(stamp)) = root.stamp(path) else { return true };
        if stamp == entry.stamp && stamp.modified.max(stamp.changed) + TICK < begun {
            return false;
        }
        read.fetch_add(1, Ordering::Relaxed);
        let Ok(Some((bytes, stamp))) = root.read_stamped(path) else { return true };
        entry.stamp = stamp;
        digest(&bytes) != entry.digest()
    };
    let entries = cache.entries.par_iter_mut();
    let stale = entries.filter_map(|(path, entry)| is_stale(path, entry).then(|| path.clone()));
    let stale: Vec<String> = stale.collect();
    for path in &stale {
        cache.entries.remove(path);
    }
    (stale.len(), read.into_inner())
}

/// The text of the lock, if it is the one that the cache has an entry of.
pub(crate) fn lock_text(root: &Path, cache: &Cache) -> Option<String> {
    let entry = cache.entries.get(lock::FILE)?;
    let (bytes, stamp) = Root::at(root).read_stamped(lock::FILE).ok()??;
    String::from_utf8(bytes).ok().filter(|_| stamp == entry.stamp)
}

/// True if a file that is generated, or is in the way of readers, is not in the cache.
///
/// # Errors
/// If something cannot be read.
pub(crate) fn has_others(root: &Path, cache: &Cache) -> Result<bool, OutputError> {
    let root = Root::at(root);
    for target in Target::ALL {
        let walked = walk::walk(&root, target)?;
        if !walked.links.is_empty() {
            return Ok(true);
        }
        for path in walked.files {
            if cache.entries.contains_key(&path) {
                continue;
            }
            if is_temporary(&path) || target.owns(&path) || has_marker(&root, &path)? {
                return Ok(true);
            }
        }
    }
    Ok(!walk::leftovers(&root)?.is_empty())
}
