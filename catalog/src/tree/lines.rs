//! The lines of a part of a file, and the entries of a block mapping that they form.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ends::quoted_end;

/// A line that has more than white space and a comment.
#[derive(Clone)]
pub(crate) struct Line<'t> {
    /// The offset of its first character after the indentation.
    pub(crate) at: usize,
    /// The number of characters before it.
    pub(crate) column: usize,
    /// The offset of a tab in the indentation.
    pub(crate) tab: Option<usize>,
    /// What is written from there on, without white space at the end.
    pub(crate) content: &'t str,
    /// The offset of the next line.
    pub(crate) end: usize,
}

/// The key at the start of a line.
pub(crate) struct Key<'t> {
    /// As written, with its quotes.
    pub(crate) written: &'t str,
    /// What comes after the colon, without a comment.
    pub(crate) value: &'t str,
}

/// An entry of a block mapping: its first line, and the deeper lines after it.
pub(super) struct Part<'t> {
    pub(super) head: Line<'t>,
    /// Its lines, with the empty ones and comments after them.
    pub(super) lines: Range<usize>,
}

/// What an entry has so far. The items of a list may be in the column of its key.
#[derive(PartialEq)]
enum Holds {
    Nothing,
    List,
    Value,
}

/// The byte order mark, which is removed from the start of a file.
pub(super) const MARK: char = '\u{feff}';

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter == MARK
}

impl<'t> Line<'t> {
    /// The lines in a range.
    pub(crate) fn all(text: &'t str, range: Range<usize>) -> impl Iterator<Item = Self> {
        let mut start = range.start;
        text[range].split_inclusive('\n').filter_map(move |line| {
            // For the scanner, other spaces alone are a string.
            let is_blank = line.trim_matches(is_space).is_empty();
            let rest = match is_blank {
                true => line.trim_ascii_start(),
                false => line.trim_start_matches(is_space),
            };
            let indentation = &line[..line.len() - rest.len()];
            let content = rest.trim_ascii_end();
            let at = start + indentation.len();
            let tab = indentation.find('\t').map(|tab| start + tab);
            start += line.len();
            let nothing = content.is_empty() || content.starts_with('#');
            let column = indentation.chars().filter(|space| *space != MARK).count();
            (!nothing).then_some(Line { at, column, tab, content, end: start })
        })
    }

    /// The offset of the end of its content.
    pub(super) fn content_end(&self) -> usize {
        self.at + self.content.len()
    }

    /// What comes after the `-` of a list item.
    pub(super) fn after_dash(&self) -> Option<&'t str> {
        let rest = self.content.strip_prefix('-')?;
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim_start())
    }

    /// What comes after the `-` of a list item, as a line of its own.
    pub(super) fn item(&self) -> Option<Self> {
        let content = self.after_dash()?;
        let start = self.content.len() - content.len();
        Some(Line { at: self.at + start, column: self.column + start, content, ..self.clone() })
    }

    /// The column of its key. After a `-` that should not be there, that is where the key of a
    /// value starts; a key alone starts an item, which has deeper lines.
    pub(super) fn inner_column(&self) -> usize {
        let has_value = |line: &Self| line.key().is_some_and(|key| !key.value.is_empty());
        self.item().filter(has_value).map_or(self.column, |item| item.column)
    }

    /// True if there is a key at its start, or after a `-`.
    pub(super) fn has_key(&self) -> bool {
        self.key().is_some() || self.item().is_some_and(|item| item.key().is_some())
    }

    /// True for a key with deeper lines as its value.
    pub(crate) fn opens(&self) -> bool {
        self.key().is_some_and(|key| key.value.is_empty())
    }

    /// The key that it starts with, if there is a colon after it.
    pub(crate) fn key(&self) -> Option<Key<'t>> {
        let is_quoted = self.content.starts_with(['"', '\'']);
        let from = if is_quoted { quoted_end(self.content, 0)? as usize } else { 0 };
        let ends = |(at, _): &(usize, &str)| {
            let after = &self.content[at + 1..];
            after.is_empty() || after.starts_with([' ', '\t'])
        };
        let (colon, _) = self.content[from..]
            .match_indices(':')
            .map(|(at, sign)| (from + at, sign))
            .find(ends)?;
        let (written, rest) =
            (self.content[..colon].trim_end(), self.content[colon + 1..].trim_start());
        if !is_quoted
            && (written.contains(" #")
                || written.ends_with('{')
                || written.contains("{ ")
                || written
                    .starts_with(['{', '[', '-', '?', '|', '>', '&', '*', '!', '%', '@', '`']))
        {
            return None;
        }
        let value = if rest.starts_with('#') { "" } else { rest };
        (!written.is_empty()).then_some(Key { written, value })
    }
}

/// The most frequent number of columns between a key and what it contains.
pub(crate) fn step(lines: &[Line<'_>]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in lines.windows(2).filter(|pair| pair[0].opens()) {
        if let Some(step @ 1..) = pair[1].column.checked_sub(pair[0].column) {
            *counts.entry(step).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(2, |(step, _)| step)
}

impl Key<'_> {
    /// True for a word such as the keys of the language.
    pub(super) fn is_lower_case(&self) -> bool {
        self.written.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    }

    /// The key without its quotes.
    pub(crate) fn name(&self) -> String {
        unquoted(self.written).unwrap_or(self.written).to_owned()
    }
}

/// What is in the quotes around a string.
pub(crate) fn unquoted(text: &str) -> Option<&str> {
    ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
}

impl<'t> Part<'t> {
    /// The entries in a range of lines.
    pub(super) fn all(text: &'t str, range: Range<usize>) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        let mut holds = Holds::Value;
        for line in Line::all(text, range.clone()) {
            let column = parts.last().map_or(line.column, |last| last.head.column);
            let is_item = line.column == column && line.after_dash().is_some();
            let continues = line.inner_column() > column
                || line.tab.is_some()
                || line.content.starts_with(['}', ']'])
                || is_item && holds != Holds::Value;
            match parts.last_mut() {
                Some(last) if continues => {
                    last.lines.end = line.end;
                    if holds == Holds::Nothing {
                        holds = if is_item { Holds::List } else { Holds::Value };
                    }
                }
                last => {
                    let start = last.map_or(range.start, |last| last.lines.end);
                    let is_bare = line.key().is_some_and(|key| key.value.is_empty());
                    holds = if is_bare { Holds::Nothing } else { Holds::Value };
                    parts.push(Part { lines: start..line.end, head: line });
                }
            }
        }
        if let Some(last) = parts.last_mut() {
            last.lines.end = range.end;
        }
        parts
    }

    /// The offset of the end of its last line.
    pub(super) fn end(&self, text: &str) -> usize {
        self.lines.start + text[self.lines.clone()].trim_end().len()
    }

    /// The lines after the first.
    pub(super) fn rest(&self) -> Range<usize> {
        self.head.end..self.lines.end
    }
}
