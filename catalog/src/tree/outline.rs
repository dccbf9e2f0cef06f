//! Finds the records and events of a file by its lines, so that each can be scanned on its own.
//!
//! In block style, the first line of an item is indented like the first item of its domain, and its
//! other lines are indented deeper. So items can be found without scanning, and scanned in
//! parallel.
//!
//! There is an outline only for simple files. If a line merely looks like the start of an item
//! because it is in brackets or quotes, the part before it does not scan: its brackets or quotes
//! are not closed. Then the file is scanned as a whole, so an outline never changes what a file
//! means.

use std::ops::Range;

use super::is_null;
use crate::ast::Text;
use crate::source::{FileId, Span, Spanned};

/// Longer keys are left to the scanner, whose limit is 1024 characters.
const LONGEST: usize = 128;

/// The sections whose items are below domains.
const SECTIONS: [&str; 2] = ["records", "events"];

/// A part of a text.
pub(super) enum Part {
    /// Lines outside of the sections.
    Rest(Range<usize>),
    /// A section: its key and its domains, each with the lines of its items. Lines between two items
    /// belong to the first.
    Section(Text, Vec<(Text, Vec<Range<usize>>)>),
}

/// The parts of a text, in order. `None` if it has no items, or they cannot be told by the lines.
pub(super) fn outline(file: FileId, text: &str) -> Option<Vec<Part>> {
    // For the scanner, a byte order mark anywhere is more than a character.
    if text.contains('\u{feff}') {
        return None;
    }
    let mut lines = Lines { file, parts: Vec::new(), state: State::Start };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.take(start, line)?;
        start += line.len();
    }
    lines.end(start)?;
    let has_items = lines.parts.iter().any(|part| matches!(part, Part::Section(..)));
    has_items.then_some(lines.parts)
}

/// Where the next line is.
enum State {
    /// Before any section.
    Start,
    /// In a part that is not outlined, which starts there.
    Rest(usize),
    /// In a section without a domain so far.
    Section,
    /// In a domain without an item so far, with its indentation.
    Domain(usize),
    /// In an item that starts there, with the indentation of the domain and of the item.
    Items { outer: usize, inner: usize, start: usize },
}

struct Lines {
    file: FileId,
    parts: Vec<Part>,
    state: State,
}

impl Lines {
    /// Reads the next line, which starts at `start`.
    fn take(&mut self, start: usize, line: &str) -> Option<()> {
        let content = line.trim_end_matches('\n');
        let content = content.strip_suffix('\r').unwrap_or(content);
        // A lone `\r` may end a line too.
        if content.contains('\r') {
            return None;
        }
        let word = content.trim_start_matches(' ');
        if word.is_empty() || word.starts_with('#') {
            return Some(());
        }
        let indent = content.len() - word.len();
        match (indent, word.starts_with('\t')) {
            (_, true) => None,
            (0, false) => self.top_level(start, word),
            (_, false) => self.below(start, indent, word),
        }
    }

    fn top_level(&mut self, start: usize, word: &str) -> Option<()> {
        // The end of a document, or a directive.
        if ["%", "---", "..."].iter().any(|sign| word.starts_with(sign)) {
            return None;
        }
        let section = key(word).filter(|key| SECTIONS.contains(key));
        if section.is_none() && matches!(self.state, State::Rest(_)) {
            return Some(());
        }
        self.end(start)?;
        let Some(name) = section else {
            begins_entry(word).then_some(())?;
            self.state = State::Rest(start);
            return Some(());
        };
        self.parts.push(Part::Section(self.text(start, name), Vec::new()));
        self.state = State::Section;
        Some(())
    }

    /// Reads an indented line.
    fn below(&mut self, start: usize, indent: usize, word: &str) -> Option<()> {
        match self.state {
            State::Start => None,
            State::Rest(_) => Some(()),
            State::Section => self.domain(start, indent, word),
            State::Domain(outer) if indent > outer => self.item(start, outer, indent, word),
            State::Domain(_) => None,
            State::Items { inner, .. } if indent > inner => Some(()),
            // A closing bracket, or the item does not scan.
            State::Items { inner, .. } if indent == inner && word.starts_with(['}', ']']) => {
                Some(())
            }
            State::Items { outer, inner, .. } if indent == inner => {
                self.end(start)?;
                self.item(start, outer, inner, word)
            }
            State::Items { outer, .. } if indent == outer => {
                self.end(start)?;
                self.domain(start, indent, word)
            }
            State::Items { .. } => None,
        }
    }

    fn domain(&mut self, start: usize, indent: usize, word: &str) -> Option<()> {
        let name = self.text(start + indent, key(word)?);
        let Some(Part::Section(_, domains)) = self.parts.last_mut() else { return None };
        domains.push((name, Vec::new()));
        self.state = State::Domain(indent);
        Some(())
    }

    fn item(&mut self, start: usize, outer: usize, inner: usize, word: &str) -> Option<()> {
        self.state = State::Items { outer, inner, start };
        begins_entry(word).then_some(())
    }

    /// Ends the open part; `None` if it is incomplete.
    fn end(&mut self, end: usize) -> Option<()> {
        match std::mem::replace(&mut self.state, State::Start) {
            State::Start => {}
            State::Rest(start) => self.parts.push(Part::Rest(start..end)),
            State::Section | State::Domain(_) => return None,
            State::Items { start, .. } => {
                let Some(Part::Section(_, domains)) = self.parts.last_mut() else { return None };
                domains.last_mut()?.1.push(start..end);
            }
        }
        Some(())
    }

    fn text(&self, start: usize, value: &str) -> Text {
        // Larger files are refused before.
        let span = Span { file: self.file, start: start as u32, end: (start + value.len()) as u32 };
        Spanned { value: value.to_owned(), span }
    }
}

/// True for a line that, if it is valid, must start with a key. Brackets would be a mapping too if
/// they were scanned alone.
fn begins_entry(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphanumeric() || "_'\"".contains(letter))
}

/// The key of a line that has nothing else: a word without quotes that YAML reads as a string.
fn key(word: &str) -> Option<&str> {
    let (name, after) = word.split_once(':')?;
    let letter = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let fits = (1..=LONGEST).contains(&name.len());
    let plain = fits && name.bytes().all(letter) && !is_null(name);
    let rest = after.trim_start_matches(' ');
    // After a colon, `#` starts a comment only after white space.
    let nothing = rest.is_empty() || rest.starts_with('#') && rest.len() < after.len();
    (plain && nothing).then_some(name)
}
