//! Writes files atomically: to a new file beside the place, which is then renamed.

use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::reading::stamp_of;
use crate::cache::Stamp;

/// The end of the name of a temporary file.
const END: &str = ".annals-new";

/// True for the path of a file that a killed run left behind.
pub(super) fn is_temporary(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('.') && name.ends_with(END)
}

/// The beginning of the names of all temporary files for the file `name`.
pub(super) fn beginning(name: &str) -> String {
    format!(".{name}.")
}

/// Writes a temporary file, calls `prepare` before and `finish` after that, and renames it to
/// `place`. Returns its stamp.
///
/// The stamp is taken last, since a rename changes it. If somebody has replaced the file by then, it
/// has another inode; if somebody has written to it, the stamp is too young to be trusted.
pub(super) fn write_beside(
    place: &Path,
    bytes: &[u8],
    prepare: impl FnOnce(&File) -> io::Result<()>,
    finish: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<Stamp> {
    let (temporary, mut file) = create(place)?;
    let write = || {
        prepare(&file)?;
        file.write_all(bytes)?;
        finish(&file)?;
        fs::rename(&temporary, place)?;
        file.metadata()
    };
    write().map(|metadata| stamp_of(&metadata)).inspect_err(|_| discard(&temporary))
}

/// Writes a temporary file for `place`, which stays if this run is killed. Returns its path.
pub(super) fn stage_beside(place: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let (temporary, mut file) = create(place)?;
    let written = file.write_all(bytes).inspect_err(|_| discard(&temporary));
    written.map(|()| temporary)
}

/// Creates the temporary file. It fails if there is anything at its path, even a link to nowhere, so
/// a name that somebody guessed leads nowhere.
fn create(place: &Path) -> io::Result<(PathBuf, File)> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    // The standard library takes these keys from the operating system's random numbers.
    let random = RandomState::new().hash_one(0) as u32;
    let path = place.with_file_name(format!("{}{random:08x}{END}", beginning(&name)));
    let file = File::options().write(true).create_new(true).open(&path)?;
    Ok((path, file))
}

/// Another error is the one to report; the next run removes the file at the latest.
fn discard(temporary: &Path) {
    let _ = fs::remove_file(temporary);
}
