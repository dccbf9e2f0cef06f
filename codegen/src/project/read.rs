//! Reads the main file and the files that its `include` patterns match, and records their digests.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use annals_catalog::source::{LoadError, Loader, MAX_FILE_SIZE, Source};
use annals_contract::{Digest, digest};

use super::include::{Pattern, failure};
use super::place::is_within;

/// Maximum size of all files of a catalog together: a thousand links could name one large file.
const MAX_TOTAL: usize = 256 * 1024 * 1024;

/// Why the main file could not be read.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    cause: io::Error,
}

impl ReadError {
    /// A file that could not be read.
    #[must_use]
    pub fn new(path: &Path, cause: io::Error) -> Self {
        Self { path: path.to_owned(), cause }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot read `{}`: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// The loader of a catalog on disk.
pub(super) struct DiskLoader {
    folder: PathBuf,
    /// The bytes to use in place of those on disk, by path.
    edited: BTreeMap<String, Vec<u8>>,
    seen: RefCell<Seen>,
    known: RefCell<BTreeSet<String>>,
    total: Cell<usize>,
}

/// What a loader read, and where it looked.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) sources: Vec<(String, Digest)>,
    pub(super) watched_folders: Vec<PathBuf>,
    pub(super) included_folders: Vec<PathBuf>,
    pub(super) patterns: Vec<String>,
}

impl DiskLoader {
    pub(super) fn new(main: &Path, edited: BTreeMap<String, Vec<u8>>) -> Self {
        let folder = main.parent().map(Path::to_owned).unwrap_or_default();
        let (seen, known, total) = (RefCell::default(), RefCell::default(), Cell::new(0));
        Self { folder, edited, seen, known, total }
    }

    pub(super) fn read_main(&self, path: &Path) -> Result<Source, ReadError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.read(name, path).map_err(|cause| ReadError::new(path, cause))
    }

    pub(super) fn finish(self) -> Seen {
        self.seen.into_inner()
    }

    fn read(&self, shown: String, path: &Path) -> io::Result<Source> {
        let bytes = match self.edited.get(&shown) {
            Some(bytes) => bytes.clone(),
            None => bytes(path)?,
        };
        self.total.set(self.total.get() + bytes.len());
        if self.total.get() > MAX_TOTAL {
            let message = "the files of the catalog are larger than 256 MiB together";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        let digest = digest(&bytes);
        let text = decoded(bytes)?;
        // Several patterns may match the same file.
        if self.known.borrow_mut().insert(shown.clone()) {
            self.seen.borrow_mut().sources.push((shown.clone(), digest));
        }
        Ok(Source { path: shown, text })
    }

    /// Fails if a file or folder is somewhere else once links are followed: a report would print it.
    fn keep(&self, path: &Path) -> Result<(), LoadError> {
        let home = if self.folder == Path::new("") { Path::new(".") } else { &self.folder };
        let kept = home.canonicalize().and_then(|home| is_within(path, &home));
        match kept {
            Ok(true) => Ok(()),
            // Nothing matches then.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Ok(false) => {
                let message = "it leads out of the catalog's folder, or to git's own files";
                Err(failure(path, io::Error::other(message)))
            }
            Err(error) => Err(failure(path, error)),
        }
    }

    fn included(&self, path: &Path) -> Result<Source, LoadError> {
        let shown = path.strip_prefix(&self.folder).unwrap_or(path);
        let shown = shown.components().map(|part| part.as_os_str().to_string_lossy());
        let shown = shown.collect::<Vec<_>>().join("/");
        self.read(shown.clone(), path)
            .map_err(|cause| LoadError::File { path: shown, cause: cause.into() })
    }
}

impl Loader for DiskLoader {
    fn load(&self, text: &str) -> Result<Vec<Source>, LoadError> {
        self.seen.borrow_mut().patterns.push(text.to_owned());
        let pattern = Pattern::parse(text).map_err(LoadError::Pattern)?;
        let folder = self.folder.join(&pattern.folder);
        let here = folder.as_os_str().is_empty();
        let folder = if here { PathBuf::from(".") } else { folder };
        self.keep(&folder)?;
        if pattern.has_wildcards() {
            self.seen.borrow_mut().watched_folders.push(folder.clone());
        }
        self.seen.borrow_mut().included_folders.push(folder);
        let mut paths = Vec::new();
        let mut folder = None;
        for path in pattern.find(&self.folder)? {
            let kind = kind(&path).map_err(|error| failure(&path, error))?;
            if kind.is_file() {
                if path.is_symlink() {
                    self.keep(&path)?;
                }
                paths.push(path);
            } else if kind.is_dir() {
                folder = Some(path);
            } else {
                // Reading a pipe could block forever, and a device may never end.
                return Err(failure(&path, io::Error::other("it is not a regular file")));
            }
        }
        if let (true, Some(folder)) = (paths.is_empty(), folder) {
            let folder = folder.display();
            let problem = format!("`{folder}` is a folder: write `{folder}/*.yaml`");
            return Err(LoadError::Pattern(problem));
        }
        paths.iter().map(|path| self.included(path)).collect()
    }
}

/// The type of the file at a path, following links.
fn kind(path: &Path) -> io::Result<fs::FileType> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(io::Error::new(error.kind(), "it is a broken link"))
        }
        metadata => Ok(metadata?.file_type()),
    }
}

/// Reads a file. Of one that is too large, reads only enough for the front end to report it.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // A character has at most 4 bytes, so one that is cut off here begins after the limit.
    let most = MAX_FILE_SIZE as u64 + 4;
    let size = file.metadata()?.len().min(most);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn decoded(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).or_else(|error| {
        let valid = error.utf8_error().valid_up_to();
        if valid <= MAX_FILE_SIZE {
            return Err(not_utf8(&error));
        }
        let mut bytes = error.into_bytes();
        bytes.truncate(valid);
        String::from_utf8(bytes).map_err(|error| not_utf8(&error))
    })
}

/// The error of a file that is not UTF-8, with the place.
#[must_use]
pub fn not_utf8(error: &std::string::FromUtf8Error) -> io::Error {
    if matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        let message = "it is UTF-16; save it as UTF-8";
        return io::Error::new(io::ErrorKind::InvalidData, message);
    }
    let valid = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
    let message = format!("line {line} is not UTF-8 (byte {valid} of the file); save it as UTF-8");
    io::Error::new(io::ErrorKind::InvalidData, message)
}
