//! Reads the main file and what its `include` patterns match, and remembers digests.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use annals_catalog::source::{LoadError, Loader, Source};
use annals_contract::{Digest, digest};

/// What makes a pattern match more than one file.
const WILDCARDS: [char; 3] = ['*', '?', '['];

/// Why the main file could not be read.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    cause: io::Error,
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
    read: RefCell<Vec<(String, Digest)>>,
    watched: RefCell<Vec<PathBuf>>,
    patterns: RefCell<Vec<String>>,
}

/// What was read, in order.
pub(super) struct Read {
    pub(super) sources: Vec<(String, Digest)>,
    pub(super) watched: Vec<PathBuf>,
    pub(super) patterns: Vec<String>,
}

impl DiskLoader {
    pub(super) fn new(main: &Path) -> Self {
        let folder = main.parent().map(Path::to_owned).unwrap_or_default();
        Self {
            folder,
            read: RefCell::default(),
            watched: RefCell::default(),
            patterns: RefCell::default(),
        }
    }

    pub(super) fn read_main(&self, path: &Path) -> Result<Source, ReadError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.read(name, path).map_err(|cause| ReadError { path: path.to_owned(), cause })
    }

    pub(super) fn finish(self) -> Read {
        Read {
            sources: self.read.into_inner(),
            watched: self.watched.into_inner(),
            patterns: self.patterns.into_inner(),
        }
    }

    fn read(&self, shown: String, path: &Path) -> io::Result<Source> {
        let bytes = std::fs::read(path)?;
        let digest = digest(&bytes);
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&error))?;
        self.read.borrow_mut().push((shown.clone(), digest));
        Ok(Source { path: shown, text })
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
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError> {
        self.patterns.borrow_mut().push(pattern.to_owned());
        let relative = Path::new(pattern);
        if let Some(problem) = misplaced(relative) {
            return Err(LoadError::Pattern(problem.to_owned()));
        }
        if pattern.contains(WILDCARDS) {
            let folder = fixed_part(relative);
            if folder.as_os_str().is_empty() {
                let problem = "its first part has a wildcard, so a build would have to watch all there is: \
                    put the files into a folder and write `folder/*.yaml`";
                return Err(LoadError::Pattern(problem.to_owned()));
            }
            self.watched.borrow_mut().push(self.folder.join(folder));
        }
        let folder = glob::Pattern::escape(&self.folder.to_string_lossy());
        let full = Path::new(&folder).join(pattern).to_string_lossy().into_owned();
        let found = glob::glob(&full).map_err(|error| LoadError::Pattern(error.msg.to_owned()))?;
        let mut paths = Vec::new();
        for path in found {
            let path = path.map_err(|error| LoadError::File {
                path: error.path().display().to_string(),
                cause: Box::new(error),
            })?;
            if path.is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().map(|path| self.included(path)).collect()
    }
}

/// Why a pattern cannot be followed from the catalog's folder, if it cannot.
fn misplaced(pattern: &Path) -> Option<&'static str> {
    let mut depth = 0_usize;
    let mut climbs = false;
    for part in pattern.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => {
                let Some(above) = depth.checked_sub(1) else {
                    return Some("it leaves the catalog's folder: move the files below it");
                };
                (depth, climbs) = (above, true);
            }
            Component::Prefix(_) | Component::RootDir => {
                return Some("it is absolute: begin it below the catalog's folder");
            }
        }
    }
    climbs.then_some("it has a `..`: write the shorter path, so that each file has one name")
}

/// The folders of a pattern before its first wildcard: what must be watched for new files.
fn fixed_part(pattern: &Path) -> PathBuf {
    let is_fixed =
        |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    let folder = pattern.parent().unwrap_or(Path::new(""));
    folder.components().take_while(is_fixed).collect()
}

fn not_utf8(error: &std::string::FromUtf8Error) -> io::Error {
    let valid = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
    let message = format!("line {line} is not UTF-8 (byte {valid} of the file); save it as UTF-8");
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::misplaced;

    #[test]
    fn what_is_wrong_with_a_pattern_is_said() {
        let cases = [
            ("parts/x.yaml", None),
            ("./parts/*.yaml", None),
            ("../x.yaml", Some("leaves")),
            ("parts/../../x.yaml", Some("leaves")),
            ("parts/../parts/x.yaml", Some("`..`")),
            ("/parts/x.yaml", Some("absolute")),
        ];
        for (pattern, expected) in cases {
            let found = misplaced(Path::new(pattern));
            assert_eq!(found.is_some(), expected.is_some(), "{pattern}: {found:?}");
            assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()), "{pattern}");
        }
    }
}
