//! Replaces a file that the user wrote.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::OutputError;
use super::temporary::write_beside;

/// Writes `bytes` to the existing file at `path`: to a temporary file first, which is then renamed,
/// so that a reader sees the old text or the new one, never a part, even if this run is killed.
///
/// A link is followed, and the file keeps its permissions, and its owner if this process may change
/// owners. The new text is synced before it replaces the old one: this is the work of a person,
/// which cannot be generated again after a power failure.
///
/// # Errors
/// If there is no such file, it is read-only, or it cannot be written. The file is unchanged then.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let (place, metadata) = target(path)?;
    // Before the text is written, so that nobody reads it meanwhile who may not read the file.
    let prepare = |file: &File| {
        keep_owner(file, &metadata);
        file.set_permissions(metadata.permissions())
    };
    let written = write_beside(&place, bytes, prepare, File::sync_all);
    written.map(drop).map_err(|error| OutputError::write(path, error))
}

/// Checks whether [`replace`] would accept the file at `path`.
///
/// # Errors
/// If there is no such file, or it cannot be written.
pub fn check_replaceable(path: &Path) -> Result<(), OutputError> {
    target(path).map(drop)
}

/// The file itself, with links followed, and its metadata.
fn target(path: &Path) -> Result<(PathBuf, Metadata), OutputError> {
    let place = path.canonicalize().map_err(|error| OutputError::read(path, error))?;
    let metadata = fs::metadata(&place).map_err(|error| OutputError::read(path, error))?;
    may_write(&place, &metadata).map_err(|error| OutputError::write(path, error))?;
    Ok((place, metadata))
}

/// A rename checks only the permissions of the folder, so this checks those of the file.
fn may_write(place: &Path, metadata: &Metadata) -> io::Result<()> {
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.permissions().readonly() {
        // Root could write it, but its owner does not want it to change.
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    File::options().append(true).open(place).map(drop)
}

#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    // Only root may; for other users the new file is theirs, as with any editor.
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}
