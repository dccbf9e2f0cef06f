//! Compares a cache with the files in an output folder.

use std::path::Path;
use std::time::Duration;

use annals_contract::digest;
use rayon::prelude::*;

use super::disk::Root;
use super::error::OutputError;
use super::ownership::has_marker;
use super::temporary::is_temporary;
use super::walk;
use crate::cache::{Cache, Entry};
use crate::targets::Target;

/// Clocks of file systems are coarse, some count in steps of two seconds: a file that was written
/// shortly before it was looked at may have been written again since and have the same stamp.
const TICK: Duration = Duration::from_secs(2);

/// The entries of `cache` whose files have the digests that they had, and how many of them had to be
/// read to know that.
///
/// A file with another stamp is read, which takes less time than making it. `looked` is when the run
/// that left the cache began to look at files, since 1970.
pub(crate) fn still_true(root: &Path, cache: &Cache, looked: Duration) -> (Cache, usize) {
    let root = Root::at(root);
    let look = |(path, entry): (&String, &Entry)| {
        let stamp = root.stamp(path).ok()??;
        if stamp == entry.stamp && stamp.modified.max(stamp.changed) + TICK < looked {
            return Some((path.clone(), *entry, false));
        }
        let (bytes, stamp) = root.read_stamped(path).ok()??;
        let same = digest(&bytes) == entry.digest();
        same.then_some((path.clone(), entry.with_stamp(stamp), true))
    };
    let seen: Vec<(String, Entry, bool)> = cache.entries().par_iter().filter_map(look).collect();
    let read = seen.iter().filter(|(_, _, read)| *read).count();
    (Cache::new(seen.into_iter().map(|(path, entry, _)| (path, entry)).collect()), read)
}

/// True if a file that is generated, or is in the way of readers, is not in the cache.
///
/// # Errors
/// If something cannot be read.
pub(crate) fn has_others(root: &Path, cache: &Cache) -> Result<bool, OutputError> {
    let root = Root::at(root);
    for target in Target::ALL {
        for path in walk::walk(&root, target)? {
            if cache.entry(&path).is_some() {
                continue;
            }
            if is_temporary(&path) || target.owns(&path) || has_marker(&root, &path)? {
                return Ok(true);
            }
        }
    }
    Ok(!walk::leftovers(&root)?.is_empty())
}
