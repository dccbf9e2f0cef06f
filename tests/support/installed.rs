//! Keeps folders of packages that tests install once and share.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Runs `install` to fill `folder`, unless it was filled for the same `list` of packages before. A
/// copy of the list is kept in the folder as `stamp`.
pub(crate) fn once(
    folder: &Path,
    stamp: &str,
    list: &Path,
    install: impl FnOnce() -> io::Result<()>,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // Test binaries run concurrently; the lock ends with the process that holds it.
    let mut lock = fd_lock::RwLock::new(File::create(folder.with_extension("lock"))?);
    let _guard = lock.write()?;
    let stamp = folder.join(stamp);
    let is_same =
        fs::read(&stamp).is_ok_and(|known| fs::read(list).is_ok_and(|list| known == list));
    if !is_same {
        install()?;
        fs::copy(list, stamp)?;
    }
    Ok(())
}
