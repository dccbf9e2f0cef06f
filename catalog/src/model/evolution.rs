//! What a catalog promises to readers of earlier and later versions.

use super::Date;
use crate::source::Span;

/// `evolution` of a catalog.
#[derive(Debug, Clone, Default, Hash)]
pub struct Evolution {
    /// What is promised to each kind of reader.
    pub promises: Vec<Promise>,
    /// The changes that are accepted.
    pub accepted: Vec<Acceptance>,
}

/// What is promised to one kind of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Promise {
    /// The word for the reader.
    pub reader: &'static str,
    /// New readers read old events.
    pub backward: bool,
    /// Old readers read new events.
    pub forward: bool,
    /// Old means every release, and not only the last one.
    pub transitive: bool,
}

/// A change that breaks a promise and is accepted.
#[derive(Debug, Clone, Hash)]
pub struct Acceptance {
    /// What changed: an event type, or an item and its field.
    pub change: String,
    /// The version that makes the change: it is accepted against releases before that.
    pub release: [u32; 3],
    /// Why.
    pub reason: String,
    /// Its last day.
    pub until: Option<Date>,
    /// Where it is written.
    pub span: Span,
}

impl Promise {
    /// The promise that a word of the language makes.
    pub(crate) fn new(reader: &'static str, level: &str) -> Self {
        let (direction, transitive) = match level.strip_suffix("_transitive") {
            Some(direction) => (direction, true),
            None => (level, false),
        };
        let backward = matches!(direction, "backward" | "full");
        let forward = matches!(direction, "forward" | "full");
        Self { reader, backward, forward, transitive }
    }

    /// True if it promises something.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.backward || self.forward
    }
}

#[cfg(test)]
mod tests {
    use super::Promise;
    use crate::language::PROMISES;

    #[test]
    fn every_word_is_understood() {
        let found = PROMISES.map(|word| {
            let Promise { backward, forward, transitive, .. } = Promise::new("avro", word);
            [backward, forward, transitive].map(u8::from)
        });
        let expected =
            [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]];
        assert_eq!(found, expected);
    }
}
