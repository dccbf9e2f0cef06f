//! What the derives of a crate have checked, for `verify!`, which is expanded last.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The number of missing or changed files that are reported one by one.
pub(crate) const MANY: usize = 5;

/// What the derives have checked so far in this run of rustc.
#[derive(Default)]
pub(crate) struct Seen(Mutex<State>);

#[derive(Default)]
struct State {
    /// Entries of the lock that have a type.
    entries: BTreeSet<(&'static str, String)>,
    /// For each file with a derive, its path in the lock if the file was edited.
    places: BTreeMap<PathBuf, Option<String>>,
    /// Edited files for which a derive has reported an error.
    explained: BTreeSet<String>,
    /// The number of files that derives found missing or changed.
    broken: usize,
}

impl Seen {
    /// Records that the entry has a type.
    pub(crate) fn entry(&self, noun: &'static str, name: &str) {
        self.state().entries.insert((noun, name.to_owned()));
    }

    /// Whether the entry has a type.
    pub(crate) fn has(&self, noun: &'static str, name: &str) -> bool {
        self.state().entries.contains(&(noun, name.to_owned()))
    }

    /// Records that an error explains the edit of the file `place`.
    pub(crate) fn explain(&self, place: &str) {
        self.state().explained.insert(place.to_owned());
    }

    /// Whether an error explains the edit of the file `place`.
    pub(crate) fn is_explained(&self, place: &str) -> bool {
        self.state().explained.contains(place)
    }

    /// Whether the edited file `place` contains a derive.
    pub(crate) fn was_at(&self, place: &str) -> bool {
        self.state().places.values().flatten().any(|other| other == place)
    }

    /// Records that a derive found a file missing or changed. Returns whether to report it.
    pub(crate) fn broken(&self) -> bool {
        let mut state = self.state();
        state.broken += 1;
        state.broken <= MANY
    }

    /// The number of such files that were not reported.
    pub(crate) fn withheld(&self) -> usize {
        self.state().broken.saturating_sub(MANY)
    }

    /// The path of `source` in the lock if the file was edited, which `edited` finds out once per file.
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
