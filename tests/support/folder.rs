//! A folder for a test, with files that are written, read and edited by path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

/// A folder; a temporary one is removed when dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    temporary: bool,
}

/// The files below a folder by path, each with its time of modification and its bytes.
pub type Snapshot = BTreeMap<String, (SystemTime, Vec<u8>)>;

impl Folder {
    /// A new temporary folder, outside the repository so that no catalog above it is found.
    ///
    /// # Panics
    /// If it cannot be created.
    #[must_use]
    pub fn temporary() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("annals-tests-{}-{count}", std::process::id());
        let path = std::env::temp_dir().canonicalize().expect("there is a folder for such things");
        let mut folder = Self::empty(&path.join(name));
        folder.temporary = true;
        folder
    }

    /// The folder at `path`, created or emptied.
    ///
    /// # Panics
    /// If that is not possible.
    #[must_use]
    pub fn empty(path: &Path) -> Self {
        if path.exists() {
            fs::remove_dir_all(path).expect("an old folder of tests can be removed");
        }
        fs::create_dir_all(path).expect("a folder can be made");
        Self { path: path.to_owned(), temporary: false }
    }

    /// The folder at `path` as it is.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), temporary: false }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// True if there is a file or folder at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    /// The text of a file.
    ///
    /// # Panics
    /// If it cannot be read.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The bytes of a file anywhere.
    ///
    /// # Panics
    /// If it cannot be read.
    #[must_use]
    pub fn read_path(path: &Path) -> Vec<u8> {
        fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Writes a file, and creates the folders above it.
    ///
    /// # Panics
    /// If that is not possible.
    #[expect(clippy::disallowed_methods, reason = "the one place where tests write")]
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let place = self.path(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
        fs::write(&place, bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces the first `from` in a file, and returns its line, counted from 1.
    ///
    /// # Panics
    /// If the file has no `from`.
    pub fn edit(&self, path: &str, from: &str, to: &str) -> usize {
        let text = self.read(path);
        let place = text.find(from).unwrap_or_else(|| panic!("{path} lacks `{from}`:\n{text}"));
        self.write(path, text.replacen(from, to, 1));
        text[..place].matches('\n').count() + 1
    }

    /// Removes a file.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// The files below `folder` by their paths from there, with times and bytes.
    ///
    /// # Panics
    /// If something cannot be read.
    #[must_use]
    pub fn snapshot(&self, folder: &str) -> Snapshot {
        let root = self.path(folder);
        let mut snapshot = Snapshot::new();
        for path in files(&root) {
            let time = path.metadata().and_then(|metadata| metadata.modified());
            let time = time.expect("files have times");
            snapshot.insert(relative(&root, &path), (time, Folder::read_path(&path)));
        }
        snapshot
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// All files below `folder`, sorted; none if there is no such folder. Links are not followed.
///
/// # Panics
/// If a folder cannot be read.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    files_where(folder, &|_| true)
}

/// All files below `folder`, sorted, except in folders whose names `enter` refuses.
///
/// # Panics
/// If a folder cannot be read.
#[must_use]
pub fn files_where(folder: &Path, enter: &dyn Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(&folder).expect("a folder can be read") {
            let entry = entry.expect("a folder can be read");
            let kind = entry.file_type().expect("an entry has a kind");
            if kind.is_file() {
                found.push(entry.path());
            } else if kind.is_dir() && enter(&entry.file_name().to_string_lossy()) {
                waiting.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// `path` relative to `root`, with `/`.
///
/// # Panics
/// If it is not below it.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).expect("a path below its root");
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
