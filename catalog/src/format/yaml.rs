//! Lays out new values in house style.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::layout::{Collection, Document, Entry, Key, Value};
use super::order::arrange;
use super::quote::scalar;
use super::shape::{FILE, Shape};
use super::write::{Mark, write_marked};

/// A new value. The writer chooses its quotes, brackets and line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yaml {
    /// A text.
    Text(String),
    /// A word or number of YAML's own, such as `true` or `12`.
    Word(String),
    /// Values in order.
    List(Vec<Yaml>),
    /// Keys and values. Keys of the language may be in any order; names keep this one.
    Map(Vec<(String, Yaml)>),
}

/// The text of a new file.
#[derive(Debug)]
pub struct Rendered<'y> {
    /// The text.
    pub text: String,
    marks: Vec<Mark<'y>>,
}

impl Rendered<'_> {
    /// The keys that lead to the innermost entry at a byte: `events`, `shop`, `ORDER_PLACED`, `key`.
    #[must_use]
    pub fn path(&self, byte: usize) -> Vec<&str> {
        let after = self.marks.partition_point(|mark| mark.start <= byte);
        let last = after.checked_sub(1).map(|index| &self.marks[index]);
        let up = |mark: &&Mark<'_>| mark.parent.map(|parent| &self.marks[parent]);
        let mut path: Vec<&str> = std::iter::successors(last, up).map(|mark| mark.key).collect();
        path.reverse();
        path
    }
}

/// Writes a file that has these entries at its top.
#[must_use]
pub fn render(entries: &[(String, Yaml)]) -> Rendered<'_> {
    let mut root = mapping(entries, FILE);
    for section in root.entries.iter_mut().skip(1) {
        section.blank = true;
    }
    let document = Document { header: Vec::new(), root: Some(root), tail: Vec::new() };
    let (text, marks) = write_marked(&document);
    Rendered { text, marks }
}

/// The layout of one entry; `shape` is that of its value.
pub(super) fn entry<'y>(key: &'y str, value: &'y Yaml, shape: Shape) -> Entry<'y> {
    let key = Key { written: Cow::Owned(scalar(key)), name: key };
    Entry { key: Some(key), ..item(value, shape) }
}

fn item<'y>(value: &'y Yaml, shape: Shape) -> Entry<'y> {
    let value = match value {
        Yaml::Text(text) => Value::Text(text),
        Yaml::Word(word) => Value::Line { text: Cow::Borrowed(word), below: false },
        Yaml::List(items) => Value::Collection(list(items, shape)),
        Yaml::Map(entries) => Value::Collection(mapping(entries, shape)),
    };
    Entry { before: Vec::new(), blank: false, key: None, value, comment: None }
}

fn list<'y>(items: &'y [Yaml], shape: Shape) -> Collection<'y> {
    let inner = shape.below("");
    let flow = inner.is_flow();
    let entries = items.iter().map(|value| item(value, inner)).collect();
    Collection { shape, list: true, flow, entries, tail: Vec::new() }
}

fn mapping<'y>(entries: &'y [(String, Yaml)], shape: Shape) -> Collection<'y> {
    let entries = entries.iter().map(|(key, value)| entry(key, value, shape.below(key)));
    let entries = entries.collect();
    let mut mapping =
        Collection { shape, list: false, flow: shape.is_flow(), entries, tail: Vec::new() };
    arrange(&mut mapping);
    if shape.is_spaced() {
        for entry in mapping.entries.iter_mut().skip(1) {
            entry.blank = true;
        }
    }
    mapping
}
