//! Replaces one file that people wrote: its path and new bytes in, the old file or the new one on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::write_beside;
use super::error::OutputError;

/// Writes `bytes` to the file at `path`, which exists: beside it first, then renamed over it, so
/// that whoever looks (and whatever kills us) finds the old text or the new one, whole.
///
/// A link is followed, and the file keeps its permissions.
///
/// # Errors
/// If there is no such file, it is read-only, or it cannot be written; it is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let place = path.canonicalize().map_err(|error| OutputError::read(path, error))?;
    let permissions =
        fs::metadata(&place).map_err(|error| OutputError::read(path, error))?.permissions();
    if permissions.readonly() {
        // A rename would succeed all the same, against what its owner wants.
        let cause = io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
        return Err(OutputError::write(path, cause));
    }
    let folder = place.parent().map_or_else(PathBuf::new, Path::to_owned);
    write_beside(&place, &folder, bytes)
        .and_then(|_| fs::set_permissions(&place, permissions))
        .map_err(|error| OutputError::write(path, error))
}
