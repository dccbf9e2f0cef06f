//! Makes the first files of a project: paths and bytes in, all of them on disk or none.

use std::path::{Path, PathBuf};

use super::disk::Root;
use super::error::OutputError;

/// Writes `files`, with paths from `root`, none of which is there yet; folders are made.
///
/// # Errors
/// If anything is in the way of one of them, of which nothing is touched; or if one cannot be
/// written, and those before it are removed again.
pub fn create(root: &Path, files: &[(String, Vec<u8>)]) -> Result<(), OutputError> {
    let places = files.iter().map(|(path, _)| root.join(path));
    let taken: Vec<PathBuf> = places.filter(|place| place.symlink_metadata().is_ok()).collect();
    if !taken.is_empty() {
        return Err(OutputError::Taken { paths: taken });
    }
    let root = Root::create(root)?;
    for (index, (path, bytes)) in files.iter().enumerate() {
        if let Err(error) = root.write(path, bytes) {
            for (path, _) in &files[..index] {
                // The first error is the one to report.
                let _ = root.remove(path);
            }
            return Err(error);
        }
    }
    Ok(())
}
