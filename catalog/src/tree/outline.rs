//! The outline of a text by its lines alone: where each record and event stands, and what is left.
//!
//! In block style, a line that begins an item is indented as the first item of its domain, and all
//! that belongs to the item is indented deeper. So items can be told without scanning them, each be
//! scanned apart from the others, and those that are known from an earlier run not at all.
//!
//! Only what is plain to see is outlined; for anything else there is no outline. Where a line only
//! looks like the beginning of an item, since it stands in brackets or quotes, what stands before it
//! does not scan: the brackets or quotes are never closed. Who uses an outline gives it up then, and
//! scans the text as a whole, so an outline never decides what a text means.

use std::collections::BTreeSet;
use std::ops::Range;

use super::is_null;
use crate::ast::Text;
use crate::source::{FileId, Span, Spanned};

/// Longer keys are left to the scanner, which has a limit of its own: 1024 characters.
const LONGEST: usize = 128;

/// Where the items of a text stand.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Outline {
    /// The keys of the sections that are outlined.
    pub(crate) sections: Vec<Text>,
    /// The domains in them.
    pub(crate) domains: Vec<Text>,
    /// Their items, in order.
    pub(crate) items: Vec<Item>,
    /// What stands before, between and behind these sections: whole lines.
    pub(crate) rest: Vec<Range<usize>>,
}

/// An item of a section.
#[derive(Debug, PartialEq)]
pub(crate) struct Item {
    /// The section, by its place in [`Outline::sections`].
    pub(crate) section: usize,
    /// The key above it, by its place in [`Outline::domains`].
    pub(crate) domain: usize,
    /// Its lines, and what follows them without belonging to another item.
    pub(crate) lines: Range<usize>,
}

impl Outline {
    /// The key of an item's section.
    pub(crate) fn section(&self, item: &Item) -> &str {
        &self.sections[item.section].value
    }

    /// The key above an item.
    pub(crate) fn domain(&self, item: &Item) -> &Text {
        &self.domains[item.domain]
    }
}

/// Outlines the sections called `names`: items by domain. `None` if that cannot be done, or if there
/// is no item.
pub(crate) fn outline(file: FileId, text: &str, names: &[&str]) -> Option<Outline> {
    // The scanner takes a byte order mark for more than a character wherever it stands.
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

/// What the lines so far are part of.
enum State {
    /// Nothing yet.
    Start,
    /// What is not outlined, from there on.
    Rest(usize),
    /// A section that has no domain yet.
    Section,
    /// A domain that has no item yet, and how deep it is indented.
    Domain(usize),
    /// Items, and how deep their domain and they themselves are indented; the last begins there.
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
    /// Takes the next line in, which begins at `start`.
    fn take(&mut self, start: usize, line: &str) -> Option<()> {
        let content = line.trim_end_matches('\n');
        let content = content.strip_suffix('\r').unwrap_or(content);
        // Some scanners take a lone `\r` for the end of a line.
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
        // A document ends here, or a directive stands before one.
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

    /// A line that is indented.
    fn below(&mut self, start: usize, indent: usize, word: &str) -> Option<()> {
        match self.state {
            State::Start => None,
            State::Rest(_) => Some(()),
            State::Section => self.domain(start, indent, word),
            State::Domain(outer) if indent > outer => self.item(start, outer, indent, word),
            State::Domain(_) => None,
            State::Items { inner, .. } if indent > inner => Some(()),
            // What was opened on a line of the item is closed, or the item does not scan.
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
        // A key that comes twice is to be reported.
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

    /// Ends what is open; `None` if it lacks something.
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
        // Larger files are refused before they are outlined.
        let span = Span { file: self.file, start: start as u32, end: (start + value.len()) as u32 };
        Spanned { value: value.to_owned(), span }
    }
}

/// True for a line that can begin with nothing but a key, if it is sound at all: brackets would be a
/// mapping too where they are scanned alone.
fn begins_entry(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphanumeric() || "_'\"".contains(letter))
}

/// The key of a line that holds nothing else: a word without quotes that YAML takes for a text.
fn key(word: &str) -> Option<&str> {
    let (name, behind) = word.split_once(':')?;
    let letter = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let fits = (1..=LONGEST).contains(&name.len());
    let plain = fits && name.bytes().all(letter) && !is_null(name);
    let rest = behind.trim_start_matches(' ');
    // Behind a colon, `#` begins a comment only if something stands between.
    let nothing = rest.is_empty() || rest.starts_with('#') && rest.len() < behind.len();
    (plain && nothing).then_some(name)
}
