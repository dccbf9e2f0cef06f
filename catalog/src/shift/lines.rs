//! Lines that are swapped, and a section whose key is missing.

use super::is_of_form;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language::Construct;
use crate::language::constructs::{
    CASE, DOMAIN, ENUM, EVENT, FIELD, FILE, RECORD, SCALAR, VARIANT,
};
use crate::rule::Rule;
use crate::source::{FileId, Span, start_of_line};
use crate::tree::{Line, Reindented};

/// How many lines around an error may be the wrong ones.
const NEAR: usize = 2;

/// The keys of an item that contain other items.
const HOLDERS: [&str; 4] = ["fields", "data", "values", "cases"];

/// The items that have names.
const ITEMS: [&Construct; 8] = [&DOMAIN, &SCALAR, &ENUM, &VARIANT, &CASE, &RECORD, &FIELD, &EVENT];

/// Names that an item gets if its own is not known.
const UNNAMED: [&str; 2] = ["unnamed", "Unnamed"];

/// Two lines, each in the place of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Swap {
    /// The offset of the first, of the second, and of the line after it.
    starts: [usize; 3],
}

impl Swap {
    /// The lines near an offset that may be swapped.
    pub(super) fn near<'l>(
        text: &'l str,
        lines: &'l [Line<'_>],
        at: usize,
    ) -> impl Iterator<Item = Self> + 'l {
        let index = lines.partition_point(|line| line.end <= at);
        let pairs = lines.windows(2).enumerate().skip(index.saturating_sub(NEAR)).take(2 * NEAR);
        pairs.filter_map(|(_, pair)| {
            let [first, second] = [&pair[0], &pair[1]];
            let start = start_of_line(text, first.at);
            let is_whole = text[..second.end].ends_with('\n');
            let are_keys = first.key().is_some() && second.key().is_some();
            // Blank lines and comments stay where they are.
            let is_near = text[first.end..second.at].trim_start_matches(' ').is_empty();
            let starts = [start, first.end, second.end];
            (is_whole && are_keys && is_near).then_some(Self { starts })
        })
    }

    pub(super) fn apply(&self, text: &str) -> Reindented {
        let [first, second, end] = self.starts;
        let mut swapped = Reindented::new(&text[..first]);
        swapped.add(0, &text[second..end], second);
        swapped.add(0, &text[first..second], first);
        swapped.add(0, &text[end..], end);
        swapped
    }

    pub(super) fn report(
        &self,
        diagnostics: &mut Diagnostics,
        file: FileId,
        text: &str,
        rule: &'static Rule,
    ) {
        let [start, _, end] = self.starts;
        let lines: Vec<Line<'_>> = Line::all(text, start..end).collect();
        let [first, second] = &lines[..] else { return };
        let (before, after) = (name(first), name(second));
        diagnostics
            .report(rule, span(file, first), format!("`{before}` seems to belong after `{after}`"))
            .related(span(file, second), "this line")
            .hint(format!("swap the lines of `{before}` and `{after}`"));
    }
}

/// A key that is missing before a line that belongs to its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    key: String,
    /// True for the name of an item.
    is_name: bool,
    is_likely: bool,
    /// The offset of the line.
    at: usize,
    column: usize,
}

impl Header {
    /// The keys that may be missing before a line: those of sections that the file does not have,
    /// those with items, and names that are used and not defined, or one of each kind.
    pub(super) fn before(
        text: &str,
        lines: &[Line<'_>],
        index: usize,
        step: usize,
        names: &[&str],
    ) -> Vec<Self> {
        let Some(line) = lines.get(index) else { return Vec::new() };
        let Some(column) = line.column.checked_sub(step) else { return Vec::new() };
        if line.key().is_none_or(|key| key.value == "{}") {
            return Vec::new();
        }
        let at = start_of_line(text, line.at);
        let header = |key: &str, is_name, is_likely| Self {
            key: key.to_owned(),
            is_name,
            is_likely,
            at,
            column,
        };
        if column > 0 {
            // What is a key of an item is rather that than a name of one.
            let is_key = ITEMS.iter().any(|item| item.key(&name(line)).is_some());
            let names = names.iter().map(|name| header(name, true, true));
            let unnamed = UNNAMED.iter().map(|name| header(name, true, false));
            let holders = HOLDERS.iter().map(|key| header(key, false, !is_key));
            return names.chain(unnamed).chain(holders).collect();
        }
        let outer = lines.iter().filter(|line| line.column == 0).filter_map(Line::key);
        let present: Vec<&str> = outer.map(|key| key.written).collect();
        let sections = FILE.keys.iter().filter(|key| key.content.construct().is_some());
        let missing = sections.map(|key| key.name).filter(|key| !present.contains(key));
        missing.map(|key| header(key, false, true)).collect()
    }

    /// False if it is tried after all other repairs.
    pub(super) fn is_likely(&self) -> bool {
        self.is_likely
    }

    pub(super) fn apply(&self, text: &str) -> Reindented {
        let mut whole = Reindented::new(&text[..self.at]);
        whole.add(self.column, &format!("{}:\n", self.key), self.at);
        whole.add(0, &text[self.at..], self.at);
        whole
    }

    /// True for a report about the key in the text with it, or about the form of its value.
    pub(super) fn is_reported(&self, text: &str, report: &Diagnostic) -> bool {
        let key = self.at..self.at + self.column + self.key.len() + 2;
        let mut lines = Line::all(text, key.end..text.len());
        let end = lines.find(|line| line.column <= self.column).map_or(text.len(), |line| line.at);
        let at = report.span.start as usize;
        key.contains(&at) || is_of_form(report) && (key.end..end).contains(&at)
    }

    pub(super) fn report(
        &self,
        diagnostics: &mut Diagnostics,
        file: FileId,
        text: &str,
        rule: &'static Rule,
    ) {
        let Some(line) = Line::all(text, self.at..text.len()).next() else { return };
        let (key, first) = (&self.key, name(&line));
        let (message, hint) = match self.is_name {
            _ if UNNAMED.contains(&key.as_str()) => (
                format!("`{first}` is a key of an item that has no name here"),
                format!("write a name and a colon in the line before `{first}`"),
            ),
            true => (
                format!("`{first}` seems to be a key of `{key}`, and that name is missing"),
                format!("write `{key}:` in the line before `{first}`"),
            ),
            false => (
                format!("`{first}` seems to be in `{key}`, and that key is missing"),
                format!("write `{key}:` in the line before `{first}`"),
            ),
        };
        diagnostics.report(rule, span(file, &line), message).hint(hint);
    }
}

/// The key of a line, without quotes.
pub(super) fn name(line: &Line<'_>) -> String {
    line.key().map_or_else(String::new, |key| key.name())
}

/// The key of a line.
pub(super) fn span(file: FileId, line: &Line<'_>) -> Span {
    let length = line.key().map_or(1, |key| key.written.len());
    // Larger files are refused before.
    Span { file, start: line.at as u32, end: (line.at + length) as u32 }
}
