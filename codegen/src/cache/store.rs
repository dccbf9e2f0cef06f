//! The cache on disk: a hidden folder in the output folder.
//!
//! It has one file for each program that writes there (the command, the build script), since another
//! build of the compiler may make other files of the same catalog.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use annals_catalog::model::{Date, Model};
use annals_contract::{Digest, digest};
use serde::{Deserialize, Serialize};

use super::Cache;
use crate::history::Stamps;
use crate::project::{self, Project, split};
use crate::{manifest, output, templates};

/// The folder of the cache.
const FOLDER: &str = ".annals-cache";

/// An output of fewer files is made in about ten milliseconds, too little for a cache.
const FEWEST: usize = 250;

/// The cache of one program for one output folder.
pub struct Store {
    root: PathBuf,
    /// Its file.
    name: &'static str,
    program: String,
    /// When this run began to look at files, since 1970.
    begun: Duration,
    /// What the last run saved, without the entries whose files are different now.
    saved: Option<Saved>,
    /// The number of those entries.
    stale: usize,
    /// The number of files that had to be read.
    read: usize,
}

/// The catalog and the files of a run that has nothing to do.
#[derive(Debug, Clone, Copy)]
pub struct Unchanged {
    /// The number of events.
    pub events: usize,
    /// The number of generated files.
    pub files: usize,
}

/// What is written to the disk.
#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    program: String,
    /// The path from the output folder to the catalog's.
    way: String,
    /// The catalog's `include` patterns.
    patterns: Vec<String>,
    /// Every file of the catalog, with its digest.
    sources: Vec<(String, u128)>,
    /// What the file system tells of its history.
    history: Stamps,
    /// The domains, each of which the manifest needs a feature for.
    domains: Vec<String>,
    /// The number of events.
    events: usize,
    /// The first day on which a rule about days could report something.
    until: Option<String>,
    /// When the run began to look at files, since 1970.
    begun: Duration,
    cache: Cache,
}

impl Store {
    /// Opens the cache `name` in the output folder `root`; each program has its own.
    ///
    /// `None` if nothing is cached: the user has templates, whose files have no keys; or this build of
    /// the program cannot be told from another one; or `CI` is set, since a check there must not depend
    /// on an earlier run.
    #[must_use]
    pub fn open(root: &Path, name: &'static str) -> Option<Self> {
        if root.join(templates::FILE).exists() || std::env::var_os("CI").is_some() {
            return None;
        }
        let (program, begun) = (program()?, now()?);
        let mut saved = read(root, name).filter(|saved| saved.program == program);
        let remove = |saved: &mut Saved| output::remove_stale(root, &mut saved.cache, saved.begun);
        let (stale, read) = saved.as_mut().map(remove).unwrap_or_default();
        Some(Self { root: root.to_owned(), name, program, begun, saved, stale, read })
    }

    /// What there is, if all files, the catalog and the manifest are as the last run left
    /// them, and there is nothing to report (on the day `today`, if it is given).
    ///
    /// If only stamps differ, `refresh` saves the new ones.
    pub fn unchanged(
        &self,
        catalog: &Path,
        today: Option<Date>,
        refresh: bool,
    ) -> Option<Unchanged> {
        let saved = self.saved.as_ref()?;
        let over = |until: &String| today.is_some_and(|today| today.to_string() >= *until);
        // Its manifests say what is generated, and are not part of the cache.
        let same = !split::is_part(&self.root)
            && self.stale == 0
            && !saved.until.as_ref().is_some_and(over)
            && Stamps::of(catalog) == saved.history
            && plain(&project::digests(catalog, &saved.patterns)?) == saved.sources
            && project::way_home(catalog, &self.root)? == saved.way
            && matches!(
                manifest::incomplete(&self.root, saved.domains.iter().map(String::as_str)),
                Ok(None)
            );
        if !same || output::has_others(&self.root, &saved.cache).ok()? {
            return None;
        }
        if refresh && self.read > 0 {
            self.write(&Saved { begun: self.begun, ..saved.clone() });
        }
        Some(Unchanged { events: saved.events, files: saved.cache.entries.len() })
    }

    /// Takes the entries of the cache whose files still have the same digest.
    #[must_use]
    pub fn cache(&mut self) -> Cache {
        let mut cache = self.saved.take().map(|saved| saved.cache).unwrap_or_default();
        cache.lock = output::lock_text(&self.root, &cache).unwrap_or_default();
        cache
    }

    /// Saves the cache of a run that had nothing to report. If that fails, the next run only takes
    /// longer.
    pub fn save(&self, project: &Project, model: &Model, cache: Cache) {
        let Some(way) = project.way_home(&self.root) else { return };
        if cache.entries.len() < FEWEST {
            return;
        }
        self.write(&Saved {
            program: self.program.clone(),
            way,
            patterns: project.patterns.clone(),
            sources: plain(&project.sources),
            history: Stamps::of(&project.path),
            domains: manifest::names_of(model).map(str::to_owned).collect(),
            events: model.events.len(),
            until: model.first_due().map(|date| date.to_string()),
            begun: self.begun,
            cache,
        });
    }

    fn write(&self, saved: &Saved) {
        let Ok(mut bytes) = postcard::to_allocvec(saved) else { return };
        bytes.extend(digest(&bytes).0.to_le_bytes());
        write_file(&self.root, self.name, &bytes);
    }
}

/// The bytes of a file of the cache; `None` if it cannot be read, or another user can write it.
#[must_use]
pub fn read_file(root: &Path, name: &str) -> Option<Vec<u8>> {
    output::read_hidden(root, FOLDER, name).ok()?
}

/// Writes a file of the cache, which only this user can read. If that fails, there is none.
pub fn write_file(root: &Path, name: &str, bytes: &[u8]) {
    let _ = output::write_hidden(root, FOLDER, name, bytes);
}

/// What the last run saved in the cache `name`.
fn read(root: &Path, name: &str) -> Option<Saved> {
    let bytes = read_file(root, name)?;
    let (bytes, sum) = bytes.split_last_chunk::<16>()?;
    let whole = digest(bytes).0.to_le_bytes() == *sum;
    whole.then(|| postcard::from_bytes(bytes).ok()).flatten()
}

fn plain(sources: &[(String, Digest)]) -> Vec<(String, u128)> {
    sources.iter().map(|(path, digest)| (path.clone(), digest.0)).collect()
}

/// The time since 1970.
fn now() -> Option<Duration> {
    SystemTime::now().duration_since(UNIX_EPOCH).ok()
}

/// This build of the program: another one has another size, time or inode.
fn program() -> Option<String> {
    let stamp = output::stamp(&std::env::current_exe().ok()?.canonicalize().ok()?).ok()??;
    Some(format!("{} {stamp:?}", env!("CARGO_PKG_VERSION")))
}
