//! What a catalog promises to which readers, and which changes it accepts.

use annals_catalog::model::{Acceptance, Model, Promise};

use crate::cause::Direction;
use crate::reader::Reader;
use crate::version::Version;

/// The promises of a catalog that bind.
#[derive(Debug)]
pub struct Promises(Vec<(Reader, Promise)>);

impl Promises {
    /// Those of a catalog.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let promises = model.evolution.promises.iter().filter(|promise| promise.binds());
        let promise = |promise: &Promise| Some((promise.reader.parse().ok()?, *promise));
        Self(promises.filter_map(promise).collect())
    }

    /// True if nothing is promised.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if something is promised about every release.
    pub(crate) fn is_transitive(&self) -> bool {
        self.0.iter().any(|(_, promise)| promise.transitive)
    }

    /// The readers that are promised something about the last release, or about every one.
    pub(crate) fn readers(&self, is_last: bool) -> Vec<Reader> {
        let bound = self.0.iter().filter(|(_, promise)| is_last || promise.transitive);
        bound.map(|(reader, _)| *reader).collect()
    }

    /// True if a reader is promised this about the last release.
    #[must_use]
    pub fn cover(&self, reader: Reader, direction: Direction) -> bool {
        self.0.iter().any(|(of, promise)| {
            *of == reader
                && match direction {
                    Direction::Backward => promise.backward,
                    Direction::Forward => promise.forward,
                }
        })
    }
}

/// True if a catalog accepts a change since a version.
#[must_use]
pub fn accepts(model: &Model, change: &str, since: Version) -> bool {
    Accepted::of(model).take(change, since)
}

/// The accepted changes, and which of them were met.
pub(crate) struct Accepted<'m>(Vec<(&'m Acceptance, bool)>);

impl<'m> Accepted<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        Self(model.evolution.accepted.iter().map(|item| (item, false)).collect())
    }

    /// True if a change since a release is accepted.
    pub(crate) fn take(&mut self, change: &str, since: Version) -> bool {
        let mut met = false;
        for (item, used) in &mut self.0 {
            if item.change == change && since < Version(item.release) {
                *used = true;
                met = true;
            }
        }
        met
    }

    pub(crate) fn unused(&self) -> impl Iterator<Item = &'m Acceptance> {
        self.0.iter().filter(|(_, used)| !used).map(|(item, _)| *item)
    }
}

#[cfg(test)]
mod tests {
    use annals_catalog::language::CONSTRUCTS;

    use crate::reader::Reader;

    #[test]
    fn the_language_has_the_readers_of_promises() {
        let promise = CONSTRUCTS.iter().find(|construct| construct.definition == "promise");
        let keys: Vec<&str> = promise.unwrap().keys.iter().map(|key| key.name).collect();
        let readers = Reader::ALL.into_iter().filter(|reader| reader.is_promised());
        assert_eq!(keys, readers.map(Reader::name).collect::<Vec<_>>());
    }
}
