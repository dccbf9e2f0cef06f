//! Writes files in a hidden folder of an output folder, which no git and no package includes.

use std::path::Path;

use super::error::OutputError;
use super::{disk, reading};

const IGNORE_ALL: &str = "# The cache of `annals generate`; it can be removed at any time.\n*\n";

/// Writes the file `folder/name` below `root`, and tells git to ignore the folder.
///
/// # Errors
/// If a file cannot be written.
pub(crate) fn write_hidden(
    root: &Path,
    folder: &str,
    name: &str,
    bytes: &[u8],
) -> Result<(), OutputError> {
    let (ignore, path) = (format!("{folder}/.gitignore"), format!("{folder}/{name}"));
    let ignored = reading::read(&root.join(&ignore))?;
    let root = disk::Root::create(root)?;
    if ignored.as_deref() != Some(IGNORE_ALL.as_bytes()) {
        root.write(&ignore, IGNORE_ALL.as_bytes())?;
    }
    // Some file systems write a file that replaces another one to the disk at once, which takes a
    // while; this one may be lost.
    root.remove(&path)?;
    root.write(&path, bytes).map(drop)
}
