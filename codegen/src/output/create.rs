//! Creates files that the user will own.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Root;
use super::error::OutputError;
use super::replace;
use super::temporary::write_beside;

/// Writes `bytes` to a new file at `path`; an existing file is replaced only with `force`.
///
/// # Errors
/// If the file exists and is not to be replaced, or it cannot be written.
pub fn create(path: &Path, bytes: &[u8], force: bool) -> Result<(), OutputError> {
    if path.symlink_metadata().is_ok() {
        if force {
            return replace(path, bytes);
        }
        let cause = io::Error::new(io::ErrorKind::AlreadyExists, "it already exists");
        return Err(OutputError::write(path, cause));
    }
    // Synced before it is renamed: see `replace`.
    let written = write_beside(path, bytes, |_| Ok(()), File::sync_all);
    written.map(drop).map_err(|error| OutputError::write(path, error))
}

/// Writes new `files`, with paths relative to `root`; folders are created.
///
/// # Errors
/// If one of them exists, and then nothing is written; or if one cannot be written, and then those
/// before it are removed again.
pub fn create_all<'a>(
    root: &Path,
    files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone,
) -> Result<(), OutputError> {
    let places = files.clone().map(|(path, _)| root.join(path));
    let taken: Vec<PathBuf> = places.filter(|place| place.symlink_metadata().is_ok()).collect();
    if !taken.is_empty() {
        return Err(OutputError::Taken { paths: taken });
    }
    let root = Root::at(root);
    root.create()?;
    for (index, (path, bytes)) in files.clone().enumerate() {
        if let Err(error) = root.write(path, bytes) {
            for (path, _) in files.take(index) {
                // The first error is the one to report.
                let _ = root.remove(path);
            }
            return Err(error);
        }
    }
    Ok(())
}
