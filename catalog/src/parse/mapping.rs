//! Reads a mapping with known keys.

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::language::Construct;
use crate::lookalike;
use crate::rule::meaning::NAME_SHAPE;
use crate::rule::shape::{MISSING_KEY, UNKNOWN_KEY};
use crate::sort;
use crate::source::{Span, Spanned};
use crate::tree::{Entry, Kind, Node};

use super::node::{Expected, Place, boolean, report_shape, text, word};
use super::{colon, comma, unknown};

const MAPPING: Expected = Expected { words: "a mapping", example: "{ … }" };

/// A mapping with known keys; each entry is taken once.
pub(crate) struct Mapping {
    construct: &'static Construct,
    /// Where a missing key is reported.
    owner: Span,
    entries: Vec<Entry>,
    /// Keys that were suggested for unknown ones, so that they are not reported as missing too.
    misspelt: Vec<&'static str>,
    /// Not a mapping, which was reported; nothing is missing then.
    void: bool,
    /// An entry was reported and left out, so it is not known what is missing.
    lossy: bool,
}

impl Mapping {
    /// Reports keys that the construct does not have, or a node that is not a mapping.
    pub(crate) fn open(
        diagnostics: &mut Diagnostics,
        place: Place<'_>,
        node: Node,
        construct: &'static Construct,
    ) -> Self {
        let owner = place.span();
        let Kind::Map { mut entries, complete } = node.kind else {
            if let Some(report) = report_shape(diagnostics, place, &node, &MAPPING) {
                report.hint(format!(
                    "{} has the keys {}",
                    construct.name,
                    unknown::listed(construct)
                ));
            }
            return Mapping {
                construct,
                owner,
                entries: Vec::new(),
                misspelt: Vec::new(),
                void: true,
                lossy: false,
            };
        };
        if !complete || entries.iter().any(|entry| entry.repeated) {
            diagnostics.meet_reported();
        }
        let is_unknown = |entry: &mut Entry| !construct.takes(&entry.key.value);
        if entries.iter_mut().any(is_unknown) {
            colon::split(diagnostics, |name| construct.key(name).is_some(), &mut entries);
            comma::join(diagnostics, &mut entries);
            entries.iter_mut().for_each(|entry| read_lookalike(diagnostics, construct, entry));
        }
        let strange: Vec<Entry> = entries.extract_if(.., is_unknown).collect();
        let misspelt = match strange.is_empty() {
            true => Vec::new(),
            false => unknown::report(diagnostics, construct, &entries, &strange),
        };
        Mapping { construct, owner, entries, misspelt, void: false, lossy: !complete }
    }

    /// True if there was no mapping.
    pub(crate) fn is_void(&self) -> bool {
        self.void
    }

    /// True if the key is there and has not been taken, or if one that is reported may be meant.
    pub(crate) fn means(&self, key: &str) -> bool {
        self.has(key) || self.misspelt.contains(&key)
    }

    /// True if the key is there and has not been taken.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.value == key)
    }

    /// The entry of a key; reports a required one that is missing.
    pub(crate) fn take(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Entry> {
        match self.is_required(key) {
            true => self.require(diagnostics, key),
            false => self.remove(key),
        }
    }

    /// The entry of a key; reports a missing one.
    pub(crate) fn require(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Entry> {
        let entry = self.remove(key);
        if entry.is_none() && !self.void && !self.lossy && !self.misspelt.contains(&key) {
            let message = format!("{} needs the key `{key}`", self.construct.name);
            diagnostics.report(&MISSING_KEY, self.owner, message).hint(format!("add `{key}: …`"));
        }
        entry
    }

    /// The entry of a key, if it is there.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Entry> {
        debug_assert!(self.construct.key(key).is_some(), "{} has no {key}", self.construct.name);
        let index = self.entries.iter().position(|entry| entry.key.value == key)?;
        Some(self.entries.swap_remove(index))
    }

    /// The string of a key; reports a required one that is missing.
    pub(crate) fn text(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Text> {
        let entry = self.take(diagnostics, key)?;
        let place = Place::key(&entry.key);
        let place = if self.is_required(key) { place.required() } else { place };
        text(diagnostics, place, entry.value)
    }

    /// The boolean of a key.
    pub(crate) fn boolean(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
    ) -> Option<Spanned<bool>> {
        self.take(diagnostics, key).and_then(|entry| boolean(diagnostics, entry))
    }

    /// The word of a key, which is one of `words`.
    pub(crate) fn word(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'static str,
        words: &'static [&'static str],
    ) -> Option<Text> {
        self.take(diagnostics, key).and_then(|entry| word(diagnostics, entry, words))
    }

    /// The entries of custom properties, as they are written.
    pub(crate) fn custom(&mut self) -> Vec<Entry> {
        let is_custom = |entry: &mut Entry| entry.key.value.starts_with("x-");
        let mut entries: Vec<Entry> = self.entries.extract_if(.., is_custom).collect();
        // Taking other entries has changed their order.
        sort::by_key(&mut entries, |entry| entry.key.span.start);
        entries
    }

    fn is_required(&self, name: &str) -> bool {
        self.construct.keys.iter().any(|key| key.required && key.name == name)
    }
}

/// The entries of a mapping with any keys; `None` if the node is not a mapping.
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

/// Reports a key that only looks like one of the construct, and reads it as that.
fn read_lookalike(diagnostics: &mut Diagnostics, construct: &Construct, entry: &mut Entry) {
    let key = &entry.key.value;
    let looks_like = lookalike::word(key).filter(|(_, word)| construct.key(word).is_some());
    if let Some((_, word)) = looks_like {
        let message = format!("{} has no key `{key}`", construct.name);
        diagnostics
            .report(&UNKNOWN_KEY, entry.key.span, message)
            .hint(format!("did you mean `{word}`?"))
            .fix(key, Some(word.clone()));
        entry.key.value = word;
    }
}

/// Reports a name that only looks like one of ASCII, and reads it as that.
pub(crate) fn name(diagnostics: &mut Diagnostics, name: Text) -> Text {
    if let Some(word) = name.value.strip_suffix(':') {
        let span = Span { start: name.span.end - 1, ..name.span };
        let report = diagnostics.report(&NAME_SHAPE, span, "unexpected `:` after a name");
        report.hint(format!("write `{word}:`"));
        return Text { value: word.to_owned(), ..name };
    }
    let Some((_, word)) = (!name.value.is_ascii()).then(|| lookalike::word(&name.value)).flatten()
    else {
        return name;
    };
    let message = format!("`{}` is not a valid name", name.value);
    diagnostics.report(&NAME_SHAPE, name.span, message).hint(format!("did you mean `{word}`?"));
    Text { value: word, ..name }
}
