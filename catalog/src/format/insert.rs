//! Adds an entry to a file of a catalog and leaves every other byte as it was.

use std::collections::BTreeMap;

use super::layout;
use super::same::same;
use super::shape::{self, Shape};
use super::trivia::Cursor;
use super::write::{STEP, line, lines};
use super::yaml::{self, Yaml};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::FILE;
use crate::source::{Source, SourceMap};
use crate::tree::{self, Entry, Kind, Node, Style};

/// Adds `value` at the end of a mapping, under the last name of `path`: `["events", "learning",
/// "COURSE_PASSED"]`. Missing mappings on the way are added too.
///
/// `None` if the file is not a catalog, the path is taken, or the layout is so odd that the entry
/// would have changed something else.
#[must_use]
pub fn insert(text: &str, path: &[&str], value: &Yaml) -> Option<String> {
    if let Some(text) = text.strip_prefix('\u{feff}') {
        return insert(text, path, value).map(|text| format!("\u{feff}{text}"));
    }
    let root = read(text)?;
    let (parent, names) = find(text, &root, path)?;
    let (first, missing) = names.split_first()?;
    let nested = |value, name: &&str| Yaml::Map(vec![((*name).to_owned(), value)]);
    let value = missing.iter().rev().fold(value.clone(), nested);
    let known = path.len() - missing.len();
    let shape = path[..known].iter().fold(shape::FILE, |shape, name| shape.below(name));
    let entry = yaml::entry(first, &value, shape);
    let after = Insertion { text, root: &root, parent, entry: &entry }.text()?;
    let tree = read(&after)?;
    grown(&root, &tree, &[path]).then_some(after)
}

/// True if a file has an entry under these names.
#[must_use]
pub fn contains(text: &str, path: &[&str]) -> bool {
    let Some(root) = read(text) else { return false };
    let mut node = &root;
    path.iter().all(|name| match entry(node, name) {
        Some(entry) => {
            node = &entry.value;
            true
        }
        None => false,
    })
}

/// The text with `{}` for every empty `records` and `events`, and every empty domain in them, so
/// that a catalog without entries compiles.
#[must_use]
pub fn filled(text: &str) -> String {
    let mut filled = text.to_owned();
    let Some(root) = read(text) else { return filled };
    let sections = entries(&root).iter();
    let sections =
        sections.filter(|section| ["records", "events"].contains(&section.key.value.as_str()));
    let found =
        sections.flat_map(|section| std::iter::once(section).chain(entries(&section.value)));
    let empty = found.filter(|entry| entry.value.span.start == entry.value.span.end);
    let mut places: Vec<usize> = empty.map(end_of).collect();
    places.sort_unstable();
    for place in places.into_iter().rev() {
        if let Some(colon) = text[place..].find(':') {
            filled.insert_str(place + colon + 1, " {}");
        }
    }
    filled
}

/// The tree of a file without mistakes in its YAML.
pub(super) fn read(text: &str) -> Option<Node> {
    let (mut diagnostics, mut sources) = (Diagnostics::default(), SourceMap::default());
    let file = sources.add(Source { path: String::new(), text: text.to_owned() });
    let root = tree::read(&mut diagnostics, &sources, file);
    let diagnostics = diagnostics.into_sorted();
    root.filter(|_| diagnostics.is_empty())
}

pub(super) fn entries(node: &Node) -> &[Entry] {
    match &node.kind {
        Kind::Map { entries, .. } => entries,
        _ => &[],
    }
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n Entry> {
    entries(node).iter().find(|entry| entry.key.value == name)
}

/// The mapping that a new entry goes to.
pub(super) struct Parent<'n> {
    /// The mapping; a scalar if nothing is written.
    pub(super) node: &'n Node,
    /// The entry that holds it; `None` for the file.
    pub(super) owner: Option<&'n Entry>,
    /// True if that entry is in brackets.
    pub(super) inside: bool,
}

/// The innermost mapping of `path` that exists, and the names that are missing in it.
pub(super) fn find<'n, 'p>(
    text: &str,
    root: &'n Node,
    path: &'p [&'p str],
) -> Option<(Parent<'n>, &'p [&'p str])> {
    let mut parent = Parent { node: root, owner: None, inside: false };
    for (index, name) in path.iter().enumerate() {
        let is_empty =
            matches!(&parent.node.kind, Kind::Scalar { text, .. } if tree::is_null(text));
        if !is_empty && !matches!(parent.node.kind, Kind::Map { .. }) {
            return None;
        }
        match entry(parent.node, name) {
            Some(found) => {
                let inside = parent.inside || is_flow(text, parent.node);
                parent = Parent { node: &found.value, owner: Some(found), inside };
            }
            None => return Some((parent, &path[index..])),
        }
    }
    None
}

/// True if a mapping is written in brackets.
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    node.span.start < node.span.end && text[node.span.start as usize..].starts_with('{')
}

pub(super) struct Insertion<'a> {
    pub(super) text: &'a str,
    pub(super) root: &'a Node,
    pub(super) parent: Parent<'a>,
    pub(super) entry: &'a layout::Entry<'a>,
}

impl Insertion<'_> {
    fn text(&self) -> Option<String> {
        let Parent { node, owner, .. } = &self.parent;
        match (entries(node), owner) {
            ([.., last], _) if is_flow(self.text, node) => {
                let place = last.value.span.end.max(last.key.span.end) as usize;
                Some(spliced(self.text, place, &format!(", {}", line(self.entry)?)))
            }
            ([], Some(owner)) => self.below(owner),
            ([], None) => {
                let gap = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { "\n" };
                Some(spliced(self.text, self.text.len(), &format!("{gap}{}", self.lines(0))))
            }
            (entries, _) => Some(self.behind(entries)),
        }
    }

    /// In an empty mapping: below its key, in place of `{}` or `null`.
    fn below(&self, owner: &Entry) -> Option<String> {
        let node = self.parent.node;
        let (key, end) = (owner.key.span.end as usize, node.span.end as usize);
        let written = &self.text[key..end.max(key)];
        if self.parent.inside || written.contains('#') {
            return Some(spliced(self.text, end - 1, &line(self.entry)?));
        }
        let mut text = self.text.to_owned();
        if written.contains(['{', '~', 'n', 'N']) {
            text.replace_range(key..end, ":");
        }
        let mut cursor = Cursor::new(&text, key);
        let column = cursor.column(owner.key.span.start as usize);
        cursor.behind(b":");
        cursor.indented(column + 1);
        let place = cursor.at;
        let lines = self.lines(column + self.step());
        Some(spliced(&text, place, &format!("\n{lines}")))
    }

    /// After the last entry of a mapping in lines; at the top of the file, after the last section
    /// that the language puts before the new one.
    fn behind(&self, entries: &[Entry]) -> String {
        let at_top = self.parent.owner.is_none();
        let rank = self.entry.key.as_ref().and_then(|key| FILE.rank(key.name));
        let is_before = |entry: &Entry| FILE.rank(&entry.key.value) < rank;
        let before = at_top.then(|| entries.iter().rposition(is_before)).flatten();
        let last = &entries[before.unwrap_or(entries.len() - 1)];
        let column = Cursor::new(self.text, 0).column(entries[0].key.span.start as usize);
        let (place, is_open) = end(self.text, last, column + usize::from(at_top));
        let gap = if self.divided(entries) && !is_open { "\n\n" } else { "\n" };
        spliced(self.text, place, &format!("{gap}{}", self.lines(column)))
    }

    /// True if a blank line divides the last two entries; with fewer, if the file has any.
    pub(super) fn divided(&self, entries: &[Entry]) -> bool {
        let [.., one, other] = entries else {
            return self.text.contains("\n\n") || self.text.contains("\n\r\n");
        };
        let above = Cursor::new(self.text, end_of(one)).until(other.key.span.start as usize);
        above.blank || above.comments.iter().any(|comment| comment.blank)
    }

    pub(super) fn lines(&self, column: usize) -> String {
        lines(self.entry, column, self.step()).trim_end_matches('\n').to_owned()
    }

    /// How far the entries of a section are indented.
    fn step(&self) -> usize {
        let cursor = Cursor::new(self.text, 0);
        let column = |entry: &Entry| cursor.column(entry.key.span.start as usize);
        let block = |entry: &&Entry| !self.text[entry.value.span.start as usize..].starts_with('{');
        let mut sections = entries(self.root).iter().filter(block);
        let step = sections.find_map(|section| {
            let first = entries(&section.value).first()?;
            column(first).checked_sub(column(section))
        });
        step.filter(|step| *step > 0).unwrap_or(STEP)
    }
}

fn spliced(text: &str, place: usize, insertion: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = text.to_owned();
    after.insert_str(place, &insertion.replace('\n', end));
    if !after.ends_with(['\n', '\r']) {
        after.push_str(end);
    }
    after
}

/// Where the last line of an entry ends, without its comment.
pub(super) fn end_of(entry: &Entry) -> usize {
    entry.value.span.end.max(entry.key.span.end) as usize
}

/// Where the last entry of a mapping ends, with the comments after it that are indented by at least `column`; and
/// whether a blank line after it would be a part of it.
pub(super) fn end(text: &str, entry: &Entry, column: usize) -> (usize, bool) {
    let mut cursor = Cursor::new(text, end_of(entry));
    cursor.behind(b":");
    cursor.indented(column);
    if !keeps_line_ends(text, entry) {
        return (cursor.at, false);
    }
    let written = text[..cursor.at].trim_end().len();
    let rest = &text[written..];
    let blank = &rest[..rest.len() - rest.trim_start().len()];
    (written + blank.rfind('\n').unwrap_or_default(), true)
}

/// True if an entry ends in a block of text with a `+`.
fn keeps_line_ends(text: &str, entry: &Entry) -> bool {
    match &entry.value.kind {
        Kind::Map { entries, .. } => {
            entries.last().is_some_and(|entry| keeps_line_ends(text, entry))
        }
        Kind::Scalar { style: Style::Block, .. } => {
            let line = text[entry.key.span.end as usize..].lines().next().unwrap_or_default();
            line.split('#').next().is_some_and(|header| header.contains('+'))
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => false,
    }
}

/// True if the second tree is the first one with a new entry under each path.
pub(super) fn grown(before: &Node, after: &Node, paths: &[&[&str]]) -> bool {
    let mut below: BTreeMap<&str, Vec<&[&str]>> = BTreeMap::new();
    for path in paths {
        let Some((name, rest)) = path.split_first() else { return false };
        below.entry(name).or_default().push(rest);
    }
    let is_kept = |entry: &&Entry| !below.contains_key(entry.key.value.as_str());
    let mut others = entries(before).iter().filter(is_kept);
    let kept = entries(after).iter().filter(is_kept).all(|entry| {
        let other = others.next();
        other.is_some_and(|other| {
            other.key.value == entry.key.value && same(&other.value, &entry.value, Shape::Free)
        })
    });
    let (old, new) = (by_name(before, &below), by_name(after, &below));
    let grows = below.iter().all(|(name, rests)| {
        let Some(found) = new.get(name) else { return false };
        old.get(name).is_none_or(|entry| grown(&entry.value, &found.value, rests))
    });
    grows && kept && others.next().is_none()
}

/// The entries of a mapping that have one of these names.
fn by_name<'n, T>(node: &'n Node, names: &BTreeMap<&str, T>) -> BTreeMap<&'n str, &'n Entry> {
    let named = entries(node).iter().map(|entry| (entry.key.value.as_str(), entry));
    named.filter(|(name, _)| names.contains_key(name)).collect()
}
