//! Creates one file that people will own: a path and its bytes in, the whole file or none on disk.

use std::fs::File;
use std::io;
use std::path::Path;

use super::disk::write_beside;
use super::error::OutputError;
use super::replace;

/// Writes `bytes` to a new file at `path`; one that is there is replaced only if `force` says so.
///
/// # Errors
/// If the file is there and is not to be replaced, or it cannot be written.
pub fn create(path: &Path, bytes: &[u8], force: bool) -> Result<(), OutputError> {
    if path.symlink_metadata().is_ok() {
        if force {
            return replace(path, bytes);
        }
        let cause = io::Error::new(io::ErrorKind::AlreadyExists, "it is there already");
        return Err(OutputError::write(path, cause));
    }
    // It is on the disk before it has its name: see `replace`.
    write_beside(path, bytes, File::sync_all).map_err(|error| OutputError::write(path, error))
}
