//! Files that only their owner can read, since they may contain personal data.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Options that create private files.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a private folder and its parents, which survive a power failure when this returns.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let new: Vec<_> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    builder.recursive(true).create(path)?;
    new.into_iter().try_for_each(sync_parent)
}

/// Appends to a private file, which is on disk when this returns. If the file would get larger than `bound`, it is
/// renamed to `*.old.*` first, which replaces the previous file of that name.
pub(crate) fn append(path: &Path, bytes: &[u8], bound: u64) -> io::Result<()> {
    let size = fs::metadata(path).map_or(0, |file| file.len());
    if size > 0 && size + bytes.len() as u64 > bound {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let old = path.with_extension(format!("old.{extension}"));
        if old.exists() {
            tracing::warn!(file = %old.display(), "deleted, since the bound of its folder is reached");
        }
        fs::rename(path, old)?;
    }
    let mut file = private().create(true).append(true).open(path)?;
    let is_new = file.metadata()?.len() == 0;
    file.write_all(bytes)?;
    file.sync_all()?;
    if is_new { sync_parent(path) } else { Ok(()) }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => sync_folder(Path::new(".")),
        Some(parent) => sync_folder(parent),
        None => Ok(()),
    }
}

/// Syncs a folder, so that a new name in it survives a power failure.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    tests::SYNCED.with_borrow_mut(|synced| synced.push(path.to_owned()));
    fs::File::open(path)?.sync_all()
}

/// Folders cannot be opened as files on this system.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::cell::RefCell;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{append, make_folder};

    thread_local! {
        /// The folders that this thread has synced.
        pub(super) static SYNCED: RefCell<Vec<PathBuf>> = const { RefCell::new(Vec::new()) };
    }

    fn synced(root: &Path) -> Vec<PathBuf> {
        let mut synced = SYNCED.take();
        synced.sort();
        synced
            .iter()
            .map(|path| path.strip_prefix(root).expect("it is inside").to_owned())
            .collect()
    }

    #[test]
    fn the_parents_of_new_folders_are_synced() {
        let root = tempfile::tempdir().unwrap();
        make_folder(&root.path().join("a/b/c")).unwrap();
        assert_eq!(synced(root.path()), ["", "a", "a/b"].map(PathBuf::from));
        make_folder(&root.path().join("a/b/d")).unwrap();
        assert_eq!(synced(root.path()), ["a/b"].map(PathBuf::from));
        make_folder(&root.path().join("a/b/d")).unwrap();
        assert!(synced(root.path()).is_empty());
    }

    #[test]
    fn the_folder_of_a_new_file_is_synced() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("file");
        append(&path, b"one ", 10).unwrap();
        assert_eq!(synced(root.path()), [PathBuf::new()]);
        append(&path, b"two", 10).unwrap();
        assert!(synced(root.path()).is_empty());
        assert_eq!(fs::read(path).unwrap(), b"one two");
    }
}
