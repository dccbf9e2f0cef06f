//! What the derives of one crate have seen, for `verify!`, which comes last.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// As many files that are not as they were generated are reported one by one.
pub(crate) const MANY: usize = 5;

/// What happened so far in this run of rustc.
#[derive(Default)]
pub(crate) struct Seen(Mutex<State>);

#[derive(Default)]
struct State {
    /// Entries of the lock that a type stands for.
    entries: BTreeSet<(&'static str, String)>,
    /// For each file with a derive, its path in the lock if it was changed by hand.
    places: BTreeMap<PathBuf, Option<String>>,
    /// Changed files of which a derive has said what is wrong.
    explained: BTreeSet<String>,
    /// Files that a derive found missing or changed.
    broken: usize,
}

impl Seen {
    /// A type stands for the entry.
    pub(crate) fn entry(&self, noun: &'static str, name: &str) {
        self.state().entries.insert((noun, name.to_owned()));
    }

    /// Whether a type stands for the entry.
    pub(crate) fn has(&self, noun: &'static str, name: &str) -> bool {
        self.state().entries.contains(&(noun, name.to_owned()))
    }

    /// A derive has said what somebody changed in `place`, or rustc will.
    pub(crate) fn explain(&self, place: &str) {
        self.state().explained.insert(place.to_owned());
    }

    /// Whether a derive said so.
    pub(crate) fn is_explained(&self, place: &str) -> bool {
        self.state().explained.contains(place)
    }

    /// Whether a derive stood in the changed file `place`.
    pub(crate) fn was_at(&self, place: &str) -> bool {
        self.state().places.values().flatten().any(|other| other == place)
    }

    /// A derive found a file missing or changed; whether it should say so.
    pub(crate) fn broken(&self) -> bool {
        let mut state = self.state();
        state.broken += 1;
        state.broken <= MANY
    }

    /// How many such files nobody has named.
    pub(crate) fn withheld(&self) -> usize {
        self.state().broken.saturating_sub(MANY)
    }

    /// The path in the lock of the edited file that `source` is: `edited` says so, once for each file.
    pub(crate) fn place(
        &self,
        source: PathBuf,
        edited: impl FnOnce(&Path) -> Option<String>,
    ) -> Option<String> {
        let mut state = self.state();
        state.places.entry(source).or_insert_with_key(|source| edited(source)).clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
