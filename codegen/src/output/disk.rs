//! The output folder: reads and writes files below it, and never through a link.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use super::error::OutputError;
use super::reading;
use super::temporary::{stage_beside, write_beside};
use crate::cache::Stamp;

/// How often a file is written again if it disappears.
const ATTEMPTS: u32 = 5;

/// An output folder, which the user named; it may be a link, but nothing below it may.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    /// The folders below it that exist and are not reached through links.
    known: RwLock<HashSet<String>>,
}

impl Root {
    /// The folder at `path`, which need not exist.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), known: RwLock::default() }
    }

    /// The path of a file or folder below it, or its own path.
    pub(super) fn join(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.path.clone() } else { self.path.join(path) }
    }

    /// The bytes of a file, or `None` if there is none.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, OutputError> {
        self.enter(folder_of(path))?;
        reading::read(&self.join(path))
    }

    /// The bytes of a file, and its stamp from just before they were read.
    pub(super) fn read_stamped(&self, path: &str) -> Result<Option<(Vec<u8>, Stamp)>, OutputError> {
        self.enter(folder_of(path))?;
        reading::read_stamped(&self.join(path))
    }

    /// The first `length` bytes of a file, or all if it has fewer; empty if there is none.
    pub(super) fn read_head(&self, path: &str, length: usize) -> Result<Vec<u8>, OutputError> {
        self.enter(folder_of(path))?;
        reading::read_head(&self.join(path), length)
    }

    /// The stamp of a file; `None` if there is none.
    pub(super) fn stamp(&self, path: &str) -> Result<Option<Stamp>, OutputError> {
        self.enter(folder_of(path))?;
        reading::stamp(&self.join(path))
    }

    /// Creates the folder itself if necessary.
    pub(super) fn create(&self) -> Result<(), OutputError> {
        fs::create_dir_all(&self.path).map_err(|error| OutputError::write(&self.path, error))
    }

    /// Writes a file to a temporary file beside it, then renames that.
    ///
    /// Another run at the same time (editors build too) may remove the temporary file as a leftover, or
    /// the folder as an empty one, once each; so a file that disappears is written again.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<Stamp, OutputError> {
        self.write_prepared(path, bytes, |_| Ok(()))
    }

    /// The same, and calls `prepare` with the temporary file before it is written.
    pub(super) fn write_prepared(
        &self,
        path: &str,
        bytes: &[u8],
        prepare: impl Fn(&fs::File) -> io::Result<()>,
    ) -> Result<Stamp, OutputError> {
        let place = self.join(path);
        let mut left = ATTEMPTS;
        loop {
            self.make(folder_of(path))?;
            left -= 1;
            match write_beside(&place, bytes, &prepare, |_| Ok(())) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && left > 0 => {
                    self.change_known(|known| known.remove(folder_of(path)));
                }
                result => return result.map_err(|error| OutputError::write(&place, error)),
            }
        }
    }

    /// Writes the temporary file of a file only, and returns its path. A run that is killed leaves it
    /// there: see [`super::walk::staged`].
    pub(super) fn stage(&self, path: &str, bytes: &[u8]) -> Result<PathBuf, OutputError> {
        let place = self.join(path);
        self.make(folder_of(path))?;
        stage_beside(&place, bytes).map_err(|error| OutputError::write(&place, error))
    }

    /// Moves what was staged at `temporary` to its place.
    pub(super) fn bring(
        &self,
        temporary: &Path,
        path: &str,
        bytes: &[u8],
    ) -> Result<Stamp, OutputError> {
        let place = self.join(path);
        match fs::rename(temporary, &place) {
            Ok(()) => Ok(reading::stamp(&place)?.unwrap_or_default()),
            // Another run at the same time removed it as a leftover.
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.write(path, bytes),
            Err(error) => Err(OutputError::write(&place, error)),
        }
    }

    /// Removes a file, and the folders that it leaves empty.
    pub(super) fn remove(&self, path: &str) -> Result<(), OutputError> {
        self.enter(folder_of(path))?;
        let place = self.join(path);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(OutputError::write(&place, error));
            }
            _ => {}
        }
        let mut folder = folder_of(path);
        while !folder.is_empty() && fs::remove_dir(self.join(folder)).is_ok() {
            folder = folder_of(folder);
        }
        Ok(())
    }

    /// Creates a folder below this one if necessary.
    fn make(&self, folder: &str) -> Result<(), OutputError> {
        self.enter(folder)?;
        if !self.is_known(folder) {
            let place = self.join(folder);
            fs::create_dir_all(&place).map_err(|error| OutputError::write(&place, error))?;
            self.change_known(|known| known.insert(folder.to_owned()));
        }
        Ok(())
    }

    /// Checks that a folder, if it exists, is not reached through a link: it could lead anywhere.
    pub(super) fn enter(&self, folder: &str) -> Result<(), OutputError> {
        if self.is_known(folder) {
            return Ok(());
        }
        self.enter(folder_of(folder))?;
        let place = self.join(folder);
        let metadata = reading::found(place.symlink_metadata(), || place.clone())?;
        if metadata.as_ref().is_some_and(fs::Metadata::is_symlink) {
            return Err(OutputError::Outside { path: place });
        }
        if metadata.is_some() {
            self.change_known(|known| known.insert(folder.to_owned()));
        }
        Ok(())
    }

    fn is_known(&self, folder: &str) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        folder.is_empty() || known.contains(folder)
    }

    fn change_known(&self, change: impl FnOnce(&mut HashSet<String>) -> bool) {
        change(&mut self.known.write().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The folder of a file or folder; empty for the output folder itself.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
