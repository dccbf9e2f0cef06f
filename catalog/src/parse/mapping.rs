//! Walking a mapping: a node and the keys it may have in, its entries by key out.

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::rule::shape::{MISSING_KEY, UNKNOWN_KEY};
use crate::source::Span;
use crate::suggest::{Near, closest};
use crate::tree::{Entry, Kind, Node};

use super::node::{Expected, Place, report_shape, text};

const MAPPING: Expected = Expected { words: "a mapping", example: "{ … }" };

/// A kind of mapping that the language knows.
pub(crate) struct Shape {
    /// With its article: `a record`.
    pub(crate) name: &'static str,
    /// Every key it may have, in the order in which the formatter puts them.
    pub(crate) keys: &'static [&'static str],
}

/// A mapping whose keys are known ones; each entry is taken once.
pub(crate) struct Mapping {
    shape: &'static Shape,
    /// Where to say that a key is missing.
    owner: Span,
    entries: Vec<Entry>,
    /// Keys that were meant by unknown ones, so that they are not missing as well.
    misspelt: Vec<&'static str>,
    /// Not a mapping at all, which was reported: it has no entries, and misses none.
    void: bool,
}

impl Mapping {
    /// Reports keys that the shape has not, or a node that is no mapping at all.
    pub(crate) fn open(
        diagnostics: &mut Diagnostics,
        place: Place<'_>,
        node: Node,
        shape: &'static Shape,
    ) -> Self {
        let owner = place.span();
        let Kind::Map { mut entries, complete } = node.kind else {
            if let Some(report) = report_shape(diagnostics, place, &node, &MAPPING) {
                report.hint(format!("{} has the keys `{}`", shape.name, shape.keys.join("`, `")));
            }
            return Mapping { shape, owner, entries: Vec::new(), misspelt: Vec::new(), void: true };
        };
        if !complete || entries.iter().any(|entry| entry.repeated) {
            diagnostics.meet_reported();
        }
        let is_unknown = |entry: &mut Entry| !shape.keys.contains(&entry.key.value.as_str());
        let unknown: Vec<Entry> = entries.extract_if(.., is_unknown).collect();
        let misspelt = match unknown.is_empty() {
            true => Vec::new(),
            false => report_unknown(diagnostics, shape, &entries, &unknown),
        };
        Mapping { shape, owner, entries, misspelt, void: false }
    }

    /// True if there was no mapping.
    pub(crate) fn is_void(&self) -> bool {
        self.void
    }

    /// True if there is an entry of this key, and nobody has taken it.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.value == key)
    }

    /// The entry of a key, where there is one.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Entry> {
        debug_assert!(self.shape.keys.contains(&key), "{} has no key {key}", self.shape.name);
        let index = self.entries.iter().position(|entry| entry.key.value == key)?;
        Some(self.entries.swap_remove(index))
    }

    /// The entry of a key that must be there.
    pub(crate) fn require(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Entry> {
        let entry = self.take(key);
        if entry.is_none() && !self.void && !self.misspelt.contains(&key) {
            let message = format!("{} needs the key `{key}`", self.shape.name);
            diagnostics.report(&MISSING_KEY, self.owner, message).hint(format!("add `{key}: …`"));
        }
        entry
    }

    /// The text of a key, where there is one.
    pub(crate) fn text(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Text> {
        let entry = self.take(key)?;
        text(diagnostics, Place::key(&entry.key), entry.value)
    }

    /// The text of a key that must be there.
    pub(crate) fn require_text(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Text> {
        let entry = self.require(diagnostics, key)?;
        text(diagnostics, Place::key(&entry.key).required(), entry.value)
    }
}

/// The entries of a mapping with any keys; `None` if the node is no mapping.
pub(crate) fn entries(
    diagnostics: &mut Diagnostics,
    place: Place<'_>,
    node: Node,
    expected: &Expected,
) -> Option<Vec<Entry>> {
    let Kind::Map { entries, complete } = node.kind else {
        report_shape(diagnostics, place, &node, expected);
        return None;
    };
    if !complete {
        diagnostics.meet_reported();
    }
    Some(entries)
}

/// A key that is there already is not suggested: it would stand twice. Returns what was suggested.
fn report_unknown(
    diagnostics: &mut Diagnostics,
    shape: &Shape,
    known: &[Entry],
    unknown: &[Entry],
) -> Vec<&'static str> {
    let taken = |key: &str| known.iter().any(|entry| entry.key.value == key);
    let free: Vec<&'static str> = shape.keys.iter().copied().filter(|key| !taken(key)).collect();
    let allowed = shape.keys.join("`, `");
    let near = |entry: &Entry| closest(&entry.key.value, free.iter().copied());
    let nearest: Vec<Option<Near<'static>>> = unknown.iter().map(near).collect();
    let suggested: Vec<&'static str> = nearest.iter().flatten().map(|near| near.word).collect();
    for (Entry { key, .. }, near) in unknown.iter().zip(nearest) {
        let message = format!("{} has no key `{}`", shape.name, key.value);
        let report = diagnostics.report(&UNKNOWN_KEY, key.span, message);
        let Some(near) = near else {
            report.hint(format!("allowed are `{allowed}`"));
            continue;
        };
        let word = near.word;
        let once = suggested.iter().filter(|other| **other == word).count() == 1;
        let hint = match near.fix() {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("did you mean `{word}`? allowed are `{allowed}`"),
        };
        report.hint(hint).fix(&key.value, near.fix().filter(|_| once));
    }
    suggested
}
