//! Compares a cache with the files in an output folder.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// Removes the entries whose files do not have the digests that they had. Returns how many files had
/// to be read to know that.
///
/// A file with another stamp is read, which takes less time than making it. `looked` is when the run
/// that left the cache began to look at files, since 1970.
pub(crate) fn retain_true(root: &Path, cache: &mut Cache, looked: Duration) -> usize {
    let read = AtomicUsize::new(0);
    let look = |(path, mut entry): (String, Entry)| {
        let place = root.join(&path);
        let stamp = reading::stamp(&place).ok()??;
        if stamp == entry.stamp && stamp.modified.max(stamp.changed) + TICK < looked {
            return Some((path, entry));
        }
        read.fetch_add(1, Ordering::Relaxed);
        let (bytes, stamp) = reading::read_stamped(&place).ok()??;
        entry.stamp = stamp;
        (digest(&bytes) == entry.digest()).then_some((path, entry))
    };
    cache.entries = std::mem::take(&mut cache.entries).into_par_iter().filter_map(look).collect();
    read.into_inner()
}

/// The text of the lock, if it is the one that the cache has an entry of.
pub(crate) fn lock_text(root: &Path, cache: &Cache) -> Option<String> {
    let entry = cache.entries.get(lock::FILE)?;
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
            if cache.entries.contains_key(&path) {
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
