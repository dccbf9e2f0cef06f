//! The files of the cache: in a hidden folder of an output folder, and private to a user.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

use super::disk::Root;
use super::error::OutputError;
use super::reading;

const IGNORE_ALL: &str = "# The cache of `annals generate`; it can be removed at any time.\n*\n";

/// The bytes of the file `folder/name` below `root`, or `None` if there is none, or somebody else can
/// have written it.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn read_hidden(
    root: &Path,
    folder: &str,
    name: &str,
) -> Result<Option<Vec<u8>>, OutputError> {
    Root::at(root).enter(folder)?;
    let path = root.join(folder).join(name);
    let Some((mut file, metadata)) = reading::open(&path)? else { return Ok(None) };
    let read = match is_private(&metadata) {
        Ok(true) => reading::read_expected(&mut file, metadata.len()).map(Some),
        Ok(false) => Ok(None),
        Err(error) => Err(error),
    };
    read.map_err(|error| OutputError::read(&path, error))
}

/// Writes the file `folder/name` below `root`, private to this user, and tells git to ignore the
/// folder.
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
    let root = Root::at(root);
    if root.read(&ignore)?.as_deref() != Some(IGNORE_ALL.as_bytes()) {
        root.write(&ignore, IGNORE_ALL.as_bytes())?;
    }
    // Some file systems write a file that replaces another one to the disk at once, which takes a
    // while; this one may be lost.
    root.remove(&path)?;
    root.write_prepared(&path, bytes, make_private).map(drop)
}

/// True for a file that is this user's and that nobody else can open. Others may have made every file
/// that comes with a repository, and git gives all of them to all users.
#[cfg(unix)]
fn is_private(file: &Metadata) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(file.mode() & 0o077 == 0 && file.uid() == user()?)
}

/// The number of the user that this process runs as, which is what a new pipe belongs to: the standard
/// library has no other way to ask.
#[cfg(unix)]
fn user() -> io::Result<u32> {
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt as _;
    let (reader, _) = io::pipe()?;
    Ok(File::from(OwnedFd::from(reader)).metadata()?.uid())
}

#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

/// Other systems have no such bits; there a file is as private as its folder.
#[cfg(not(unix))]
fn is_private(_: &Metadata) -> io::Result<bool> {
    Ok(true)
}

#[cfg(not(unix))]
fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}
