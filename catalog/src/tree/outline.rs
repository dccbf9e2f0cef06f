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

use std::collections::BTreeSet;
use std::ops::Range;

use super::is_null;
use crate::ast::Text;
use crate::source::{FileId, Span, Spanned};

/// Longer keys are left to the scanner, whose limit is 1024 characters.
const LONGEST: usize = 128;

/// Where the items of a text are.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Outline {
    /// The keys of the outlined sections.
    pub(crate) sections: Vec<Text>,
    /// The domains in them.
    pub(crate) domains: Vec<Text>,
    /// Their items, in order.
    pub(crate) items: Vec<Item>,
    /// The lines before, between and after these sections.
    pub(crate) rest: Vec<Range<usize>>,
}

/// An item of a section.
#[derive(Debug, PartialEq)]
pub(crate) struct Item {
    /// The section, an index into [`Outline::sections`].
    pub(crate) section: usize,
    /// The domain, an index into [`Outline::domains`].
    pub(crate) domain: usize,
    /// Its lines, and those after it that belong to no other item.
    pub(crate) lines: Range<usize>,
}

impl Outline {
    /// The key of the section of an item.
    pub(crate) fn section(&self, item: &Item) -> &str {
        &self.sections[item.section].value
    }

    /// The key of the domain of an item.
    pub(crate) fn domain(&self, item: &Item) -> &Text {
        &self.domains[item.domain]
    }
}

/// Outlines the sections with these names, which have items by domain. `None` if that is not
/// possible, or if there are no items.
pub(crate) fn outline(file: FileId, text: &str, names: &[&str]) -> Option<Outline> {
    // For the scanner, a byte order mark anywhere is more than a character.
    if text.contains('\u{feff}') {
        return None;
    }
    let mut lines = Lines {
        file,
        names,
        outline: Outline::default(),
        state: State::Start,
        known: BTreeSet::new(),
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.take(start, line)?;
        start += line.len();
    }
    lines.end(start)?;
    Some(lines.outline).filter(|outline| !outline.items.is_empty())
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

struct Lines<'a> {
    file: FileId,
    names: &'a [&'a str],
    outline: Outline,
    state: State,
    /// The domains of the section.
    known: BTreeSet<String>,
}

impl Lines<'_> {
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
        let section = key(word).filter(|key| self.names.contains(key));
        if section.is_none() && matches!(self.state, State::Rest(_)) {
            return Some(());
        }
        self.end(start)?;
        let Some(name) = section else {
            begins_entry(word).then_some(())?;
            self.state = State::Rest(start);
            return Some(());
        };
        self.outline.sections.push(self.text(start, name));
        self.known.clear();
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
        let name = key(word)?;
        // A duplicate key must be reported.
        if !self.known.insert(name.to_owned()) {
            return None;
        }
        self.outline.domains.push(self.text(start + indent, name));
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
            State::Rest(start) => self.outline.rest.push(start..end),
            State::Section | State::Domain(_) => return None,
            State::Items { start, .. } => {
                let Outline { sections, domains, items, .. } = &mut self.outline;
                let (section, domain) = (sections.len() - 1, domains.len() - 1);
                items.push(Item { section, domain, lines: start..end });
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
