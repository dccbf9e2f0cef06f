//! Replaces one file that people wrote: its path and new bytes in, the old file or the new one on disk.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::write_beside;
use super::error::OutputError;

/// Writes `bytes` to the file at `path`, which exists: beside it first, then renamed over it, so
/// that whoever looks (and whatever kills us) finds the old text or the new one, whole.
///
/// A link is followed, and the file keeps its permissions, and its owner if we may give files away.
/// The new text is on the disk before it takes the place of the old one: this is somebody's work,
/// which no other run could make again after a loss of power.
///
/// # Errors
/// If there is no such file, it is read-only, or it cannot be written; it is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let (place, metadata) = target(path)?;
    let finish = |file: &File| {
        keep_owner(file, &metadata);
        file.set_permissions(metadata.permissions())?;
        file.sync_all()
    };
    let written = write_beside(&place, bytes, finish);
    written.map(drop).map_err(|error| OutputError::write(path, error))
}

/// Says whether [`replace`] would refuse the file at `path`.
///
/// # Errors
/// If there is no such file, or it cannot be written.
pub fn check_replaceable(path: &Path) -> Result<(), OutputError> {
    target(path).map(drop)
}

/// The file itself, behind links, and what is known about it.
fn target(path: &Path) -> Result<(PathBuf, Metadata), OutputError> {
    let place = path.canonicalize().map_err(|error| OutputError::read(path, error))?;
    let metadata = fs::metadata(&place).map_err(|error| OutputError::read(path, error))?;
    may_write(&place, &metadata).map_err(|error| OutputError::write(path, error))?;
    Ok((place, metadata))
}

/// A rename asks the folder alone, so the file is asked here.
fn may_write(place: &Path, metadata: &Metadata) -> io::Result<()> {
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    if metadata.permissions().readonly() {
        // Root may write all the same, but whoever said this wants it to stay.
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    File::options().append(true).open(place).map(drop)
}

#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    // Only root may; everybody else owns the new file, as with any editor.
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}
