//! Compares a cache with the files in an output folder.

use std::path::Path;
use std::time::Duration;

use annals_contract::digest;
use rayon::prelude::*;

use super::error::OutputError;
use super::ownership::Ownership;
use super::{disk, reading};
use crate::cache::{Cache, Entry};
use crate::lower::lock;
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
    let look = |(path, entry): (&String, &Entry)| {
        let place = root.join(path);
        let stamp = reading::stamp(&place).ok()??;
        if stamp == entry.stamp && stamp.modified.max(stamp.changed) + TICK < looked {
            return Some((path.clone(), *entry, false));
        }
        let (bytes, stamp) = reading::read_stamped(&place).ok()??;
        let same = digest(&bytes) == entry.digest();
        same.then_some((path.clone(), entry.with_stamp(stamp), true))
    };
    let seen: Vec<(String, Entry, bool)> = cache.entries().par_iter().filter_map(look).collect();
    let read = seen.iter().filter(|(_, _, read)| *read).count();
    (Cache::new(seen.into_iter().map(|(path, entry, _)| (path, entry)).collect()), read)
}

/// The text of the lock, if it is the one that the cache has an entry of.
pub(crate) fn lock_text(root: &Path, cache: &Cache) -> Option<String> {
    let entry = cache.entry(lock::FILE)?;
    let (bytes, stamp) = reading::read_stamped(&root.join(lock::FILE)).ok()??;
    String::from_utf8(bytes).ok().filter(|_| stamp == entry.stamp)
}

/// True if a generated file is not in the cache.
///
/// # Errors
/// If something cannot be read.
pub(crate) fn has_others(root: &Path, cache: &Cache) -> Result<bool, OutputError> {
    let ownership = Ownership::of(root);
    for target in Target::ALL {
        for path in disk::walk(root, target.folder)? {
            if cache.entry(&path).is_some() {
                continue;
            }
            let bytes = reading::read(&root.join(&path))?.unwrap_or_default();
            if disk::is_temporary(&path) || ownership.is_ours(&path, &bytes)? {
                return Ok(true);
            }
        }
    }
    Ok(!disk::leftovers(root)?.is_empty())
}
