//! Finds `catalog.lock`, and reads it once in a run of rustc.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;
use std::{env, fs, path};

use annals_contract::{Lock, ROOT, Source, digest};
use proc_macro2::Span;

use crate::fault::fault;
use crate::report::{EDIT, Errors, REPAIR};
use crate::seen::Seen;

const NAME: &str = "catalog.lock";

/// A lock, or why there is none.
pub(crate) struct LockFile {
    /// Where it is; where it should be if it is not there.
    pub(crate) path: PathBuf,
    /// What it says; otherwise the message.
    pub(crate) lock: Result<Lock, String>,
    /// Whether a file it was made from is there: in the repository, not in a packaged crate.
    pub(crate) at_home: bool,
    /// What the derives have seen.
    pub(crate) seen: Seen,
    speaker: OnceLock<String>,
}

type Stamp = Option<(SystemTime, u64)>;

static READ: Mutex<BTreeMap<PathBuf, (Stamp, Arc<LockFile>)>> = Mutex::new(BTreeMap::new());

impl LockFile {
    /// The lock of the crate that is being compiled.
    pub(crate) fn find() -> Arc<Self> {
        let path = locate();
        let stamp = fs::metadata(&path)
            .and_then(|metadata| Ok((metadata.modified()?, metadata.len())))
            .ok();
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        match read.get(&path) {
            Some((known, file)) if *known == stamp => Arc::clone(file),
            _ => {
                let file = Arc::new(Self::read(path.clone()));
                read.insert(path, (stamp, Arc::clone(&file)));
                file
            }
        }
    }

    fn read(path: PathBuf) -> Self {
        let lock = match fs::read_to_string(&path) {
            Ok(text) => Lock::parse(&text)
                .map_err(|error| format!("{NAME}:{}: {}; {REPAIR}", error.line, error.cause)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(format!("there is no {NAME} beside Cargo.toml; to make it, {REPAIR}"))
            }
            Err(error) => Err(format!("{NAME} cannot be read: {error}; {REPAIR}")),
        };
        let mut file =
            Self { path, lock, at_home: false, seen: Seen::default(), speaker: OnceLock::new() };
        let at_home = file.sources().any(|(path, ..)| path.exists());
        file.at_home = at_home;
        file
    }

    /// A path that the lock names.
    pub(crate) fn resolve(&self, path: &str) -> PathBuf {
        match self.path.parent() {
            Some(folder) => folder.join(path),
            None => PathBuf::from(path),
        }
    }

    /// The path in the lock of the generated file that the derive stands in, if it was edited.
    pub(crate) fn edited(&self) -> Option<String> {
        let source = proc_macro::Span::call_site().local_file()?;
        self.seen.place(source, |source| self.changed(source))
    }

    /// The path of `source` in the lock, if its bytes are not those that the lock names.
    fn changed(&self, source: &Path) -> Option<String> {
        let lock = self.lock.as_ref().ok().filter(|_| self.at_home)?;
        let folder = fs::canonicalize(self.path.parent()?).ok()?;
        let source = fs::canonicalize(source).ok()?;
        let parts = source.strip_prefix(folder).ok()?.iter().map(|part| part.to_str());
        let path = parts.collect::<Option<Vec<_>>>()?.join("/");
        let promised = lock.files.get(&path)?.digest;
        let bytes = fs::read(source).ok()?;
        (digest(&bytes) != promised).then_some(path)
    }

    /// Whether `item` is the one that speaks for the lock as a whole, so that what is wrong with the
    /// lock is said once: the first derive that rustc expands, always the same one for the same
    /// source. The lock's first entry would not do, since a cargo feature may have removed it.
    pub(crate) fn speaks(&self, item: &str) -> bool {
        self.speaker.get_or_init(|| item.to_owned()) == item
    }

    /// Says what is wrong with the lock as a whole: it cannot be read, it is older than the catalog, or the file is
    /// not as generated that should end with `verify!`, which would have found out.
    pub(crate) fn speak(&self, errors: &mut Errors) {
        let span = Span::call_site();
        let lock = match &self.lock {
            Ok(lock) if self.at_home => lock,
            Ok(_) => return,
            Err(message) => return errors.add_beside(span, message),
        };
        if let Some(message) = self.sources().find_map(stale) {
            errors.add_beside(span, message);
        }
        if let Some(root) = lock.files.get(ROOT)
            && let Some(fault) = fault(&self.resolve(ROOT), root.digest)
        {
            let line = root.line.0;
            errors.add_beside(span, format_args!("{ROOT} {fault} ({NAME}:{line}); {EDIT}"));
        }
    }

    /// The files that decide about every item: compile again when one of them changes.
    pub(crate) fn tracked(&self) -> Vec<PathBuf> {
        let sources = self.sources().map(|(path, ..)| path).filter(|_| self.at_home);
        [self.path.clone()].into_iter().chain(sources).filter(|path| path.exists()).collect()
    }

    fn sources(&self) -> impl Iterator<Item = (PathBuf, &Source)> {
        let sources = self.lock.as_ref().map(|lock| lock.sources.as_slice()).unwrap_or_default();
        sources.iter().map(|source| (self.resolve(&source.path), source))
    }
}

fn stale((path, source): (PathBuf, &Source)) -> Option<String> {
    let (name, line) = (&source.path, source.line.0);
    match fs::read(path) {
        Ok(bytes) if digest(&bytes) == source.digest => None,
        Ok(_) => {
            Some(format!("{name} has changed since {NAME} was made ({NAME}:{line}); {REPAIR}"))
        }
        Err(error) => Some(format!(
            "{name}, which {NAME} was made from ({NAME}:{line}), cannot be read: {error}; {REPAIR}"
        )),
    }
}

/// Beside the manifest; else beside the source file or above it, for crates that are built from a
/// manifest elsewhere, as trybuild does.
fn locate() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let beside_manifest = manifest.join(NAME);
    if beside_manifest.exists() {
        return beside_manifest;
    }
    let source =
        proc_macro::Span::call_site().local_file().and_then(|file| path::absolute(file).ok());
    let above = source.as_deref().map(Path::ancestors).into_iter().flatten().skip(1);
    above.map(|folder| folder.join(NAME)).find(|path| path.exists()).unwrap_or(beside_manifest)
}
