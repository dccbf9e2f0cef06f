//! The memory of a large output folder: what the last run read and wrote in; what can be taken for
//! granted by the next one out.
//!
//! Nothing rests on it: without it (it was never written, it is another generator's, or somebody
//! removed it) a run does the whole work and comes to the same end. It lies in the output folder,
//! hidden, and keeps itself out of git and of packages.

mod text;

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use annals_contract::{Digest, digest};
use rayon::prelude::*;

use super::disk;
use super::error::OutputError;
use super::look::{self, Look};
use super::ownership::{self, Ownership};
use super::reading;
use crate::file_set::Target;

/// Where it lies in the output folder.
const FILE: &str = ".annals-cache/last-run";

/// Keeps git, and so cargo, from taking it in.
const IGNORE: &str = ".annals-cache/.gitignore";
const IGNORE_ALL: &str = "# What annals remembers of its last run.\n*\n";

/// An output of fewer files is made in about ten milliseconds, which is not worth a folder.
const FEW: usize = 250;

/// Clocks of file systems are coarse, some count in steps of two seconds: a file written shortly
/// before it was looked at may have been written again since without looking any different.
const TICK: Duration = Duration::from_secs(2);

/// What a run rests on. Two runs with equal inputs make equal files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// The program; another build may make other files of the same catalog.
    pub generator: String,
    /// The way from the output folder to the catalog.
    pub way: String,
    /// The catalog's `include` patterns.
    pub patterns: Vec<String>,
    /// Every file read, with its digest.
    pub sources: Vec<(String, Digest)>,
}

/// What the last run knew when it ended. It had nothing to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// What it rested on.
    pub inputs: Inputs,
    /// The domains, which the manifest has features for.
    pub domains: Vec<String>,
    /// The day after which a waiver has ended, so that there is something to report.
    pub until: Option<String>,
    /// The files it wrote or found, by path.
    pub files: HashMap<String, Known>,
    /// When the looking at files began that it rests on.
    written: Duration,
}

/// A file that had the right content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Of its bytes.
    pub digest: Digest,
    /// The digest of all that it was made from, where that is known.
    pub basis: Option<Digest>,
    /// How it looked.
    pub stamp: Stamp,
}

/// By what a changed file is told from one that is as it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    /// Since 1970.
    modified: Duration,
    /// The number of the file on its disk; 0 where there is none.
    number: u64,
}

/// The files of an output folder that need not be made again.
pub struct Recall<'a> {
    /// The output folder.
    pub root: &'a Path,
    /// What is known of it.
    pub memory: Option<&'a Memory>,
    /// What was seen of it in this run.
    pub look: Option<&'a Look>,
}

impl Recall<'_> {
    /// What is known of a file that looks as it did; `None` if it has to be read.
    pub(super) fn known(&self, path: &str) -> Option<Known> {
        let memory = self.memory?;
        let stamp = match self.look.and_then(|look| look.stamp(path)) {
            Some(stamp) => stamp,
            None => reading::stamp(&self.root.join(path)).ok()??,
        };
        memory.known(path, stamp)
    }

    /// A file that is as it was when it was made from this.
    pub fn file(&self, path: &str, basis: Digest) -> Option<Known> {
        let known = self.memory?.files.get(path).filter(|known| known.basis == Some(basis))?;
        if let Some(known) = self.known(path) {
            return Some(known);
        }
        // To read a file takes less time than to make it.
        let (bytes, stamp) = reading::read_stamped(&self.root.join(path)).ok()??;
        (digest(&bytes) == known.digest).then_some(Known { stamp, ..*known })
    }

    /// The text of a file, if it is the one that the last run left.
    pub fn text(&self, path: &str) -> Option<String> {
        let known = self.memory?.files.get(path)?;
        let bytes = reading::read(&self.root.join(path)).ok()??;
        let text = (digest(&bytes) == known.digest).then_some(bytes)?;
        String::from_utf8(text).ok()
    }
}

impl Stamp {
    /// Must be taken before the content is read or from the open file that was written, so that a
    /// later change by others is not taken for ours.
    pub(super) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        let modified = metadata.modified().ok();
        let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self { length: metadata.len(), modified: modified.unwrap_or_default(), number }
    }
}

impl Memory {
    /// Remembers a run that began `written`, before it looked at any file; `None` where that is not
    /// worth it.
    pub fn new(
        inputs: Inputs,
        domains: Vec<String>,
        until: Option<String>,
        files: HashMap<String, Known>,
        written: Duration,
    ) -> Option<Self> {
        (files.len() >= FEW).then_some(Self { inputs, domains, until, files, written })
    }

    /// True if something is remembered of an output folder, by whatever generator.
    pub fn is_there(root: &Path) -> bool {
        root.join(FILE).is_file()
    }

    /// Reads what is remembered of an output folder, if it is this generator's.
    pub fn read(root: &Path, generator: &str) -> Option<Self> {
        let bytes = reading::read(&root.join(FILE)).ok()??;
        let memory = text::parse(std::str::from_utf8(&bytes).ok()?)?;
        (memory.inputs.generator == generator).then_some(memory)
    }

    /// Writes it down. Where that is not possible nothing is lost: the next run takes longer.
    pub fn save(&self, place: &Path) {
        let Some(text) = text::print(self) else { return };
        let ignored = reading::stamp(&place.join(IGNORE)).ok().flatten();
        let ignored = ignored.is_some_and(|stamp| stamp.length == IGNORE_ALL.len() as u64);
        let _ = disk::Root::create(place).and_then(|root| {
            if !ignored {
                root.write(IGNORE, IGNORE_ALL.as_bytes())?;
            }
            // Some file systems bring a file to the disk at once if it takes the place of another,
            // lest a loss of power leaves neither; that takes a while, and this one may be lost.
            root.remove(FILE)?;
            root.write(FILE, text.as_bytes())
        });
    }

    /// The digest of what was written to a file, or found there.
    pub(super) fn digest(&self, path: &str) -> Option<Digest> {
        self.files.get(path).map(|known| known.digest)
    }

    /// What is known of a file that looks as it did; `None` if it has to be read.
    fn known(&self, path: &str, stamp: Stamp) -> Option<Known> {
        let known = *self.files.get(path)?;
        let settled = known.stamp.modified + TICK < self.written;
        (known.stamp == stamp && settled).then_some(known)
    }

    /// Whether every file is there as it was, and nothing else of ours; `None` if not.
    ///
    /// Files that do not look as they did are read; where they hold what they held, what is known
    /// of them is brought up to date. Returns how many that were.
    ///
    /// # Errors
    /// If something cannot be read.
    pub fn agrees(
        &mut self,
        root: &Path,
        look: Option<&Look>,
    ) -> Result<Option<usize>, OutputError> {
        let started = look.map(|look| look.begun).or_else(now);
        let compare = |(path, known): (&String, &Known)| self.look(root, path, *known, look);
        let seen: Result<Vec<Option<(String, Known)>>, Stop> =
            self.files.par_iter().map(compare).collect();
        let read = match seen {
            Ok(seen) => seen.into_iter().flatten().collect::<Vec<_>>(),
            Err(Stop::Differs) => return Ok(None),
            Err(Stop::Error(error)) => return Err(error),
        };
        if self.has_others(root, look)? {
            return Ok(None);
        }
        let count = read.len();
        if count > 0 {
            self.files.extend(read);
            self.written = started.unwrap_or(self.written);
        }
        Ok(Some(count))
    }

    /// Looks at one file; returns what is known of it now, if it had to be read.
    fn look(
        &self,
        root: &Path,
        path: &str,
        known: Known,
        look: Option<&Look>,
    ) -> Result<Option<(String, Known)>, Stop> {
        if (Recall { root, memory: Some(self), look }).known(path).is_some() {
            return Ok(None);
        }
        let place = root.join(path);
        let (bytes, stamp) =
            reading::read_stamped(&place).map_err(Stop::Error)?.ok_or(Stop::Differs)?;
        if digest(&bytes) != known.digest {
            return Err(Stop::Differs);
        }
        Ok(Some((path.to_owned(), Known { stamp, ..known })))
    }

    /// True if there is a file of ours that is not remembered.
    fn has_others(&self, root: &Path, look: Option<&Look>) -> Result<bool, OutputError> {
        let ownership = Ownership::of(root);
        for target in Target::ALL {
            for path in look::walk(root, ownership::folder(target), look)? {
                if self.files.contains_key(&path) {
                    continue;
                }
                let bytes = reading::read(&root.join(&path))?.unwrap_or_default();
                if disk::is_temporary(&path) || ownership.is_ours(&path, &bytes)? {
                    return Ok(true);
                }
            }
        }
        Ok(!look::leftovers(root, look)?.is_empty())
    }
}

/// Why looking at files ended early.
enum Stop {
    Differs,
    Error(OutputError),
}

/// The time since 1970.
pub fn now() -> Option<Duration> {
    SystemTime::now().duration_since(UNIX_EPOCH).ok()
}
