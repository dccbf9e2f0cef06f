//! Writes the files of a site, one by one.
//!
//! `.annals-site` lists what the last run wrote, so that files that nothing makes now are removed, and others stay. A
//! folder with files but without this list is somebody else's, and nothing is written there.

#![expect(clippy::disallowed_methods, reason = "the site is written here and nowhere else")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Error;

/// The list of what was written, and the mark of a folder that is ours.
const LIST: &str = ".annals-site";

/// A folder that a site is written to.
#[derive(Debug)]
pub(crate) struct Writer {
    folder: PathBuf,
    /// What the last run wrote.
    before: BTreeSet<String>,
    /// What this run has made so far.
    made: Mutex<BTreeSet<String>>,
    written: AtomicUsize,
}

/// What a run changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// The files of the site.
    pub files: usize,
    /// Those that were new or had other bytes.
    pub written: usize,
    /// Those of an earlier run that are gone now.
    pub removed: usize,
}

impl Writer {
    /// Opens a folder, which is created if it does not exist.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let fault = |error: io::Error| Error::of_io("write to", folder, &error);
        fs::create_dir_all(folder).map_err(fault)?;
        let list = folder.join(LIST);
        let before = match fs::read_to_string(&list) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::read_dir(folder).map_err(fault)?.next().is_some() {
                    return Err(Error::of(format!(
                        "`{}` has files that annals did not write; choose an empty folder with `--out DIR`",
                        folder.display()
                    )));
                }
                // Written first, so that a run that is killed leaves a folder that is still ours.
                fs::write(&list, "").map_err(fault)?;
                BTreeSet::new()
            }
            Err(error) => return Err(Error::of_io("read", &list, &error)),
        };
        let made = Mutex::new(BTreeSet::new());
        Ok(Self { folder: folder.to_owned(), before, made, written: AtomicUsize::new(0) })
    }

    /// Writes a file, if it differs.
    pub(crate) fn file(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let place = self.place(path)?;
        let fault = |error: io::Error| Error::of_io("write", &place, &error);
        self.note(path);
        if self.before.contains(path) && is_same(&place, bytes) {
            return Ok(());
        }
        self.written.fetch_add(1, Ordering::Relaxed);
        match fs::write(&place, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(place.parent().unwrap_or(&self.folder)).map_err(fault)?;
                fs::write(&place, bytes).map_err(fault)
            }
            result => result.map_err(fault),
        }
    }

    /// Begins a file that is too long to be held in memory.
    pub(crate) fn long(&self, path: &str) -> Result<Long, Error> {
        let place = self.place(path)?;
        self.note(path);
        self.written.fetch_add(1, Ordering::Relaxed);
        let file =
            fs::File::create(&place).map_err(|error| Error::of_io("write", &place, &error))?;
        Ok(Long { file: io::BufWriter::new(file), place })
    }

    /// Removes what nothing made in this run, and lists what was made.
    pub(crate) fn finish(self) -> Result<Summary, Error> {
        let made = self.made.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut removed = 0;
        for path in self.before.difference(&made).filter(|path| is_plain(path)) {
            let place = self.folder.join(path);
            // A link was not written by us.
            if place.symlink_metadata().is_ok_and(|found| found.is_file())
                && fs::remove_file(&place).is_ok()
            {
                removed += 1;
                // Folders that are empty now; others stay.
                let folders = Path::new(path).ancestors().skip(1);
                let _ = folders
                    .take_while(|folder| !folder.as_os_str().is_empty())
                    .try_for_each(|folder| fs::remove_dir(self.folder.join(folder)));
            }
        }
        let mut list = String::new();
        for path in &made {
            list.push_str(path);
            list.push('\n');
        }
        if made != self.before {
            let place = self.folder.join(LIST);
            fs::write(&place, list).map_err(|error| Error::of_io("write", &place, &error))?;
        }
        Ok(Summary { files: made.len(), written: self.written.into_inner(), removed })
    }

    fn note(&self, path: &str) {
        let mut made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        made.insert(path.to_owned());
    }

    /// The place of a file, which no link leads out of the folder.
    fn place(&self, path: &str) -> Result<PathBuf, Error> {
        let place = self.folder.join(path);
        let inside = place.ancestors().take_while(|outer| *outer != self.folder);
        for part in inside {
            if part.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
                return Err(Error::of(format!("cannot write `{}`: it is a link", part.display())));
            }
        }
        Ok(place)
    }
}

/// True for a path that stays in its folder.
fn is_plain(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

fn is_same(place: &Path, bytes: &[u8]) -> bool {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    place.metadata().is_ok_and(|found| found.len() == size)
        && fs::read(place).is_ok_and(|found| found == bytes)
}

/// A file that is written piece by piece.
#[derive(Debug)]
pub(crate) struct Long {
    file: io::BufWriter<fs::File>,
    place: PathBuf,
}

impl Long {
    pub(crate) fn push(&mut self, text: &str) -> Result<(), Error> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| Error::of_io("write", &self.place, &error))
    }

    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.file.flush().map_err(|error| Error::of_io("write", &self.place, &error))
    }
}
