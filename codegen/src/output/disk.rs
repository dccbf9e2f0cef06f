//! Walks folders, and writes files atomically and never outside a root.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::error::OutputError;
use super::reading::{self, stamp_of};
use crate::cache::Stamp;

/// The end of the name of a temporary file.
const TEMPORARY: &str = ".annals-new";

/// How often a file is written again if it disappears.
const ATTEMPTS: u32 = 5;

/// True for a file that a killed run left behind.
pub(super) fn is_temporary(path: &str) -> bool {
    path.ends_with(TEMPORARY)
}

/// The temporary files of killed runs in `root` itself, which [`walk`] does not enter.
pub(super) fn leftovers(root: &Path) -> Result<Vec<String>, OutputError> {
    let mut names = Vec::new();
    enter(
        root,
        "",
        &mut |path| names.extend(Some(path).filter(|name| is_temporary(name))),
        &mut |_, _| {},
    )?;
    names.sort();
    Ok(names)
}

/// What killed runs had staged for the file `name` in `root`.
pub(super) fn staged(root: &Path, name: &str) -> Result<Vec<Vec<u8>>, OutputError> {
    let begin = format!(".{name}.");
    let found = leftovers(root)?.into_iter().filter(|path| path.starts_with(&begin));
    found.filter_map(|path| reading::read(&root.join(path)).transpose()).collect()
}

/// All files below `root/folder`, relative to `root`. Links are not followed, and hidden folders not
/// entered.
pub(super) fn walk(root: &Path, folder: &str) -> Result<Vec<String>, OutputError> {
    let mut paths = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let take = &mut |path| paths.push(path);
        enter(&root.join(&folder), &format!("{folder}/"), take, &mut |path, name| {
            if !name.starts_with(['.', '_']) {
                waiting.push(path);
            }
        })?;
    }
    paths.sort();
    Ok(paths)
}

/// Is called with every file that is found.
type Take<'t> = &'t mut dyn FnMut(String);

fn enter(
    folder: &Path,
    start: &str,
    take: Take<'_>,
    below: &mut dyn FnMut(String, &str),
) -> Result<(), OutputError> {
    let Some(entries) = reading::found(fs::read_dir(folder), || folder.to_owned())? else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(|error| OutputError::read(folder, error))?;
        let kind = entry.file_type().map_err(|error| OutputError::read(&entry.path(), error))?;
        // Generated files have names in UTF-8.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{start}{name}");
        if kind.is_file() {
            take(path);
        } else if kind.is_dir() {
            below(path, &name);
        }
    }
    Ok(())
}

/// An existing output folder, and the folders in it that are known to be inside.
pub(super) struct Root {
    path: PathBuf,
    real: PathBuf,
    inside: Mutex<BTreeSet<PathBuf>>,
}

impl Root {
    /// The output folder, created if necessary.
    pub(super) fn create(path: &Path) -> Result<Self, OutputError> {
        fs::create_dir_all(path).map_err(|error| OutputError::write(path, error))?;
        let real = path.canonicalize().map_err(|error| OutputError::read(path, error))?;
        Ok(Self { path: path.to_owned(), real, inside: Mutex::default() })
    }

    /// Writes a file to a temporary file beside it, then renames that.
    ///
    /// Another run at the same time (editors build too) may remove the temporary file as a leftover, or
    /// the folder as an empty one, once each; so a file that disappears is written again.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<Stamp, OutputError> {
        let place = self.path.join(path);
        let mut left = ATTEMPTS;
        loop {
            let folder = self.folder(&place)?;
            left -= 1;
            match write_beside(&place, bytes, |_| Ok(())) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && left > 0 => {
                    self.forget(folder)
                }
                result => return result.map_err(|error| OutputError::write(&place, error)),
            }
        }
    }

    /// Writes the temporary file only. A run that is killed leaves it there: see [`staged`].
    pub(super) fn stage(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let place = self.path.join(path);
        self.folder(&place)?;
        let temporary = beside(&place);
        let written = fs::File::create(&temporary).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            OutputError::write(&place, error)
        })
    }

    /// Moves what was staged to its place.
    pub(super) fn bring(&self, path: &str, bytes: &[u8]) -> Result<Stamp, OutputError> {
        let place = self.path.join(path);
        match fs::rename(beside(&place), &place) {
            Ok(()) => Ok(reading::stamp(&place)?.unwrap_or_default()),
            // Another run at the same time removed it as a leftover.
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.write(path, bytes),
            Err(error) => Err(OutputError::write(&place, error)),
        }
    }

    fn forget(&self, folder: &Path) {
        self.inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(folder);
    }

    /// Removes a file, and the folders that it leaves empty.
    pub(super) fn remove(&self, path: &str) -> Result<(), OutputError> {
        let place = self.path.join(path);
        self.folder(&place)?;
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(OutputError::write(&place, error));
            }
            _ => {}
        }
        let mut folder = place.parent();
        while let Some(path) = folder.filter(|path| *path != self.path) {
            if fs::remove_dir(path).is_err() {
                break;
            }
            folder = path.parent();
        }
        Ok(())
    }

    /// The folder of a file, created if necessary, and checked to be inside the root.
    ///
    /// The nearest existing folder is checked before anything is created below it, so a link that
    /// leads out of the root is never followed.
    fn folder<'a>(&self, place: &'a Path) -> Result<&'a Path, OutputError> {
        let folder = place.parent().expect("a file's path has a folder");
        let mut inside = self.inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if inside.contains(folder) {
            return Ok(folder);
        }
        let existing = folder.ancestors().find(|path| path.exists()).unwrap_or(&self.path);
        let real = existing.canonicalize().map_err(|error| OutputError::read(existing, error))?;
        if !real.starts_with(&self.real) {
            return Err(OutputError::Outside { path: existing.to_owned() });
        }
        fs::create_dir_all(folder).map_err(|error| OutputError::write(folder, error))?;
        inside.insert(folder.to_owned());
        Ok(folder)
    }
}

/// Writes a temporary file, calls `finish` with it, and renames it to `place`; returns its stamp.
///
/// The stamp is taken last, since a rename changes it. If somebody has replaced the file by then, it
/// has another inode; if somebody has written to it, the stamp is too young to be trusted.
pub(super) fn write_beside(
    place: &Path,
    bytes: &[u8],
    finish: impl FnOnce(&fs::File) -> io::Result<()>,
) -> io::Result<Stamp> {
    let temporary = beside(place);
    let write = || {
        let mut file = fs::File::create(&temporary)?;
        file.write_all(bytes)?;
        finish(&file)?;
        fs::rename(&temporary, place)?;
        file.metadata()
    };
    write().map(|metadata| stamp_of(&metadata)).inspect_err(|_| {
        // The first error is the one to report; the next run removes the leftover at the latest.
        let _ = fs::remove_file(&temporary);
    })
}

/// The path of the temporary file.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}{TEMPORARY}", std::process::id()))
}
