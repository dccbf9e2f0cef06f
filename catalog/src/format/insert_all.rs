//! Adds several entries to a file of a catalog and leaves every other byte as it was.

use std::collections::BTreeMap;

use super::insert::{Insertion, end, entries, find, grown, insert, is_flow, read};
use super::shape;
use super::trivia::Cursor;
use super::yaml::{self, Yaml};
use crate::tree::{Entry, Node};

/// A new entry.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// The names that lead to it, with its own at the end: `["events", "learning", "COURSE_PASSED"]`.
    pub path: Vec<&'a str>,
    /// Where it goes in its mapping.
    pub spot: Spot<'a>,
    /// Its value.
    pub value: &'a Yaml,
}

/// A place in a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot<'a> {
    /// Before the first entry.
    First,
    /// After the entry with this name, if it is there; else at the end.
    After(&'a str),
    /// At the end.
    Last,
}

/// Adds all entries; those with the same place in their order. Missing mappings on the way are added
/// too.
///
/// `None` if the file is not a catalog, a path is taken, or the layout is so odd that an entry would
/// have changed something else.
#[must_use]
pub fn insert_all(text: &str, new: &[New<'_>]) -> Option<String> {
    if let Some(text) = text.strip_prefix('\u{feff}') {
        return insert_all(text, new).map(|text| format!("\u{feff}{text}"));
    }
    let root = read(text)?;
    let mut splices: BTreeMap<usize, String> = BTreeMap::new();
    let mut placed: Vec<&[&str]> = Vec::new();
    let mut missing = Missing::default();
    for item in new {
        match splice(text, &root, item)? {
            Some((place, insertion)) => {
                splices.entry(place).or_default().push_str(&insertion);
                placed.push(&item.path);
            }
            None => missing.add(text, &root, item)?,
        }
    }
    let mut after = spliced(text, &splices);
    if !grown(&root, &read(&after)?, &placed) {
        return None;
    }
    for (path, value) in missing.0 {
        after = insert(&after, &path, &value)?;
    }
    Some(after)
}

/// The names that lead to the innermost entry at each byte of a file: `events`, `learning`, `COURSE_PASSED`, `key`.
#[must_use]
pub fn paths(text: &str, bytes: &[usize]) -> Vec<Vec<String>> {
    let root = read(text);
    let path = |byte: &usize| {
        let (mut path, mut node) = (Vec::new(), root.as_ref());
        while let Some(found) = node.and_then(|node| at(node, *byte)) {
            path.push(found.key.value.clone());
            node = Some(&found.value);
        }
        path
    };
    bytes.iter().map(path).collect()
}

fn at(node: &Node, byte: usize) -> Option<&Entry> {
    let all = entries(node);
    let after = all.partition_point(|entry| entry.key.span.start as usize <= byte);
    after.checked_sub(1).map(|index| &all[index])
}

/// The lines of a new entry and where they go; nothing if its mapping is not one in lines.
fn splice(text: &str, root: &Node, new: &New<'_>) -> Option<Option<(usize, String)>> {
    let (parent, names) = find(text, root, &new.path)?;
    let ([name], Some(owner)) = (names, parent.owner) else { return Some(None) };
    let siblings = entries(parent.node);
    let Some(first) = siblings.first() else { return Some(None) };
    if parent.inside || is_flow(text, parent.node) {
        return Some(None);
    }
    let shape = new.path.iter().fold(shape::FILE, |shape, name| shape.below(name));
    let entry = yaml::entry(name, new.value, shape);
    let column = Cursor::new(text, 0).column(first.key.span.start as usize);
    let insertion = Insertion { text, root, parent, entry: &entry };
    let blank = if insertion.divided(siblings) { "\n" } else { "" };
    let lines = insertion.lines(column);
    let place = match new.spot {
        Spot::First => {
            let place = behind(text, owner.key.span.end as usize, b":");
            let below = &text[place..first.key.span.start as usize];
            // The first entry is on the line of its owner, or the comments in between are.
            return Some(
                below.starts_with(['\n', '\r']).then(|| (place, format!("\n{lines}{blank}"))),
            );
        }
        Spot::After(name) => siblings.iter().position(|entry| entry.key.value == name),
        Spot::Last => None,
    };
    let index = place.unwrap_or(siblings.len() - 1);
    if let Some(next) = siblings.get(index + 1) {
        return Some(Some((start(text, next, column), format!("{lines}\n{blank}"))));
    }
    let (place, is_open) = end(text, &siblings[index], column);
    let blank = if is_open { "" } else { blank };
    Some(Some((place, format!("\n{blank}{lines}"))))
}

/// Where a line ends, with its comment.
fn behind(text: &str, place: usize, signs: &[u8]) -> usize {
    let mut cursor = Cursor::new(text, place);
    cursor.behind(signs);
    cursor.at
}

/// Where the line of an entry starts, or the first line of the comments above it that are in its column.
fn start(text: &str, entry: &Entry, column: usize) -> usize {
    let mut start = entry.key.span.start as usize - column;
    let mut above = start;
    for line in text[..start].split_inclusive(['\n', '\r']).rev() {
        above -= line.len();
        let content = line.trim_start();
        if content.starts_with('#') && line.len() - content.len() == column {
            start = above;
        } else if !content.is_empty() {
            break;
        }
    }
    start
}

/// The text with all insertions.
fn spliced(text: &str, splices: &BTreeMap<usize, String>) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (mut after, mut copied) = (String::with_capacity(text.len() * 2), 0);
    for (place, insertion) in splices {
        after.push_str(&text[copied..*place]);
        after.push_str(&insertion.replace('\n', line_end));
        copied = *place;
    }
    after.push_str(&text[copied..]);
    if !splices.is_empty() && !after.ends_with(['\n', '\r']) {
        after.push_str(line_end);
    }
    after
}

/// New entries whose mapping is missing, empty or in brackets, by the path to what is missing.
#[derive(Default)]
struct Missing<'a>(Vec<(Vec<&'a str>, Yaml)>);

impl<'a> Missing<'a> {
    fn add(&mut self, text: &str, root: &Node, new: &New<'a>) -> Option<()> {
        let (_, names) = find(text, root, &new.path)?;
        let known = new.path.len() - names.len();
        let (path, rest) = new.path.split_at(known + 1);
        let nested = |value, name: &&str| Yaml::Map(vec![((*name).to_owned(), value)]);
        let value = rest.iter().rev().fold(new.value.clone(), nested);
        match self.0.iter_mut().find(|(known, _)| known == path) {
            Some((_, whole)) => merge(whole, value)?,
            None => self.0.push((path.to_vec(), value)),
        }
        Some(())
    }
}

/// Adds the entries of a mapping to another one; `None` if both have one that is no mapping.
fn merge(whole: &mut Yaml, part: Yaml) -> Option<()> {
    let (Yaml::Map(whole), Yaml::Map(part)) = (whole, part) else { return None };
    for (name, value) in part {
        match whole.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => merge(known, value)?,
            None => whole.push((name, value)),
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{New, Spot, insert_all};
    use crate::format::Yaml;

    #[test]
    fn entries_go_to_their_places() {
        let value = Yaml::Text("one".to_owned());
        let new = |path: &[&'static str], spot| New { path: path.to_vec(), spot, value: &value };
        let cases = [
            (
                "a:\n  b: 1 # b\n  # c\n  c: 2\n",
                Spot::After("b"),
                "a:\n  b: 1 # b\n  new: one\n  # c\n  c: 2\n",
            ),
            ("a: # a\n  # b\n  b: 1\n", Spot::First, "a: # a\n  new: one\n  # b\n  b: 1\n"),
            (
                "a:\n  b: |+\n    1\n\n\n  c: 2\n",
                Spot::After("b"),
                "a:\n  b: |+\n    1\n\n\n  new: one\n\n  c: 2\n",
            ),
            (
                "a:\n  b: |+ # b\n    1\n\n\n",
                Spot::Last,
                "a:\n  b: |+ # b\n    1\n\n\n  new: one\n",
            ),
            (
                "a:\n  b: 1\n    # deep\n\n  c: 2",
                Spot::After("b"),
                "a:\n  b: 1\n    # deep\n\n  new: one\n\n  c: 2\n",
            ),
            (
                "a:\r\n  b: 1\r\n  c: 2\r\n",
                Spot::After("b"),
                "a:\r\n  b: 1\r\n  new: one\r\n  c: 2\r\n",
            ),
        ];
        for (before, spot, after) in cases {
            assert_eq!(insert_all(before, &[new(&["a", "new"], spot)]).as_deref(), Some(after));
        }
        let both = [new(&["a", "new"], Spot::After("b")), new(&["a", "more"], Spot::After("b"))];
        let after = insert_all("a:\n  b: 1\n", &both);
        assert_eq!(after.as_deref(), Some("a:\n  b: 1\n  new: one\n  more: one\n"));
        let missing = [new(&["r", "d", "new"], Spot::Last), new(&["r", "d", "more"], Spot::Last)];
        let after = insert_all("a: 1\n", &missing).unwrap_or_default();
        assert_eq!(after, "a: 1\nr: { d: { new: one, more: one } }\n");
    }
}
