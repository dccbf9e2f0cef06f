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
use crate::project::{self, Project};
use crate::{manifest, output, templates};

/// The folder of the cache.
const FOLDER: &str = ".annals-cache";

/// An output of fewer files is made in about ten milliseconds, too little for a cache.
const FEWEST: usize = 250;

/// The cache of one program for one output folder.
pub struct Store {
    root: PathBuf,
    door: &'static str,
    program: String,
    /// When this run began to look at files, since 1970.
    begun: Duration,
    saved: Option<Saved>,
}

/// What is written to the disk.
#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    program: String,
    /// What the run depended on besides the program.
    inputs: Inputs,
    /// The domains, each of which the manifest needs a feature for.
    domains: Vec<String>,
    /// The first day on which a rule about days could report something.
    until: Option<String>,
    /// When the run began to look at files, since 1970.
    looked: Duration,
    cache: Cache,
}

/// What a run depends on besides the program. Runs with equal inputs make equal files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Inputs {
    /// The path from the output folder to the catalog's.
    way: String,
    /// The catalog's `include` patterns.
    patterns: Vec<String>,
    /// Every file of the catalog, with its digest.
    sources: Vec<(String, u128)>,
}

impl Store {
    /// Opens the cache that the program `door` keeps in the output folder `root`.
    ///
    /// `None` if nothing is cached: the user has templates, whose files have no keys; or this build of
    /// the program cannot be told from another one; or `CI` is set, since a check there must not depend
    /// on an earlier run.
    #[must_use]
    pub fn open(root: &Path, door: &'static str) -> Option<Self> {
        if root.join(templates::FILE).exists() || std::env::var_os("CI").is_some() {
            return None;
        }
        let (program, begun) = (program()?, now()?);
        let mut store = Self { root: root.to_owned(), door, program, begun, saved: None };
        store.saved = store.read();
        Some(store)
    }

    fn read(&self) -> Option<Saved> {
        let bytes = output::read_hidden(&self.root, FOLDER, self.door).ok()??;
        let (bytes, sum) = bytes.split_last_chunk::<16>()?;
        let whole = digest(bytes).0.to_le_bytes() == *sum;
        let saved: Saved = whole.then(|| postcard::from_bytes(bytes).ok()).flatten()?;
        (saved.program == self.program).then_some(saved)
    }

    /// The number of files, if all of them, the catalog and the manifest are as the last run left
    /// them, and there is nothing to report (on the day `today`, if it is given).
    ///
    /// If only stamps differ, `refresh` saves the new ones.
    pub fn unchanged(&self, catalog: &Path, today: Option<Date>, refresh: bool) -> Option<usize> {
        let saved = self.saved.as_ref()?;
        let over = |until: &String| today.is_some_and(|today| today.to_string() >= *until);
        let Inputs { way, patterns, sources } = &saved.inputs;
        let same = !saved.until.as_ref().is_some_and(over)
            && plain(&project::digests(catalog, patterns)?) == *sources
            && project::way_home(catalog, &self.root)? == *way
            && matches!(
                manifest::check_domains(&self.root, saved.domains.iter().map(String::as_str)),
                Ok(None)
            );
        if !same {
            return None;
        }
        let all = saved.cache.entries().len();
        let (cache, reread) = output::still_true(&self.root, &saved.cache, saved.looked);
        if cache.entries().len() < all || output::has_others(&self.root, &cache).ok()? {
            return None;
        }
        if refresh && reread > 0 {
            self.write(&Saved { looked: self.begun, cache, ..saved.clone() });
        }
        Some(all)
    }

    /// The entries of the cache whose files still have the same digest.
    #[must_use]
    pub fn cache(&self) -> Cache {
        let still_true = |saved: &Saved| {
            let (cache, _) = output::still_true(&self.root, &saved.cache, saved.looked);
            cache
        };
        self.saved.as_ref().map(still_true).unwrap_or_default()
    }

    /// Saves the cache of a run that had nothing to report. If that fails, the next run only takes
    /// longer.
    pub fn save(&self, project: &Project, model: &Model, cache: Cache) {
        let Some(way) = project.way_home(&self.root) else { return };
        if cache.entries().len() < FEWEST {
            return;
        }
        let inputs =
            Inputs { way, patterns: project.patterns.clone(), sources: plain(&project.sources) };
        self.write(&Saved {
            program: self.program.clone(),
            inputs,
            domains: model.domains.iter().map(|domain| domain.name.clone()).collect(),
            until: model.first_due().map(|date| date.to_string()),
            looked: self.begun,
            cache,
        });
    }

    fn write(&self, saved: &Saved) {
        let Ok(mut bytes) = postcard::to_allocvec(saved) else { return };
        bytes.extend(digest(&bytes).0.to_le_bytes());
        let _ = output::write_hidden(&self.root, FOLDER, self.door, &bytes);
    }
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
