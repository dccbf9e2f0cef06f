//! Finds `catalog.lock` and reads it once per run of rustc.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;
use std::{env, fs, path};

use annals_contract::{Lock, ROOT, Source, digest};
use proc_macro2::Span;

use crate::fault::fault;
use crate::report::{Errors, FIX, FIX_EDIT};
use crate::seen::Seen;

const NAME: &str = "catalog.lock";

/// A lock, or why it cannot be used.
pub(crate) struct LockFile {
    /// Its path; if it is missing, the path where it is expected.
    pub(crate) path: PathBuf,
    /// Its content, or an error message.
    pub(crate) lock: Result<Lock, String>,
    /// Whether a source of the catalog exists. A packaged crate has none.
    pub(crate) in_repository: bool,
    /// What the derives have checked.
    pub(crate) seen: Seen,
    reporter: OnceLock<String>,
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
                .map_err(|error| format!("{NAME}:{}: {}; {FIX}", error.line, error.cause)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(format!("no {NAME} found next to Cargo.toml; to create it, {FIX}"))
            }
            Err(error) => Err(format!("{NAME} cannot be read: {error}; {FIX}")),
        };
        let mut file = Self {
            path,
            lock,
            in_repository: false,
            seen: Seen::default(),
            reporter: OnceLock::new(),
        };
        let in_repository = file.sources().any(|(path, ..)| path.exists());
        file.in_repository = in_repository;
        file
    }

    /// Resolves a path in the lock.
    pub(crate) fn resolve(&self, path: &str) -> PathBuf {
        match self.path.parent() {
            Some(folder) => folder.join(path),
            None => PathBuf::from(path),
        }
    }

    /// The path in the lock of the generated file that contains the derive, if the file was edited.
    pub(crate) fn edited(&self) -> Option<String> {
        let source = proc_macro::Span::call_site().local_file()?;
        self.seen.place(source, |source| self.changed(source))
    }

    /// The path of `source` in the lock, if its digest is another.
    fn changed(&self, source: &Path) -> Option<String> {
        let lock = self.lock.as_ref().ok().filter(|_| self.in_repository)?;
        let folder = fs::canonicalize(self.path.parent()?).ok()?;
        let source = fs::canonicalize(source).ok()?;
        let parts = source.strip_prefix(folder).ok()?.iter().map(|part| part.to_str());
        let path = parts.collect::<Option<Vec<_>>>()?.join("/");
        let expected = lock.files.get(&path)?.digest;
        let bytes = fs::read(source).ok()?;
        (digest(&bytes) != expected).then_some(path)
    }

    /// Whether `item` reports errors about the lock as a whole, so that each is reported once. It is the
    /// first item that rustc expands, which is deterministic. The type of the lock's first entry would not
    /// do, since a cargo feature may remove it.
    pub(crate) fn is_reporter(&self, item: &str) -> bool {
        self.reporter.get_or_init(|| item.to_owned()) == item
    }

    /// Reports what is wrong with the lock as a whole: it cannot be read, it is older than the catalog, or the file
    /// that contains `verify!` was changed, so that `verify!` may be gone.
    pub(crate) fn report(&self, errors: &mut Errors) {
        let span = Span::call_site();
        let lock = match &self.lock {
            Ok(lock) if self.in_repository => lock,
            Ok(_) => return,
            Err(message) => return errors.add_for_file(span, message),
        };
        if let Some(message) = self.sources().find_map(stale) {
            errors.add_for_file(span, message);
        }
        if let Some(root) = lock.files.get(ROOT)
            && let Some(fault) = fault(&self.resolve(ROOT), root.digest)
        {
            let line = root.line.0;
            errors.add_for_file(span, format_args!("{ROOT} {fault} ({NAME}:{line}); {FIX_EDIT}"));
        }
    }

    /// The files that every item depends on, so that the crate is compiled again when one of them changes.
    pub(crate) fn tracked(&self) -> Vec<PathBuf> {
        let sources = self.sources().map(|(path, ..)| path).filter(|_| self.in_repository);
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
            Some(format!("{name} has changed since {NAME} was generated ({NAME}:{line}); {FIX}"))
        }
        Err(error) => Some(format!(
            "{name}, which {NAME} was generated from ({NAME}:{line}), cannot be read: {error}; {FIX}"
        )),
    }
}

/// The path next to the manifest, or else in the folder of the source file or above it. trybuild
/// compiles a source file with a manifest in another folder.
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
