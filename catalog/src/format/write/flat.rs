//! Writes collections in brackets on one line.

use super::Writer;
use crate::format::WIDTH;
use crate::format::layout::{Collection, Entry, Value};
use crate::format::quote::{in_brackets, scalar};

impl<'t> Writer<'t> {
    /// Writes a collection on one line from `column` on, if it goes in brackets and fits. An empty
    /// collection has no other form.
    pub(super) fn one_line(&mut self, collection: &Collection<'t>, column: usize) -> bool {
        let room = match collection.entries.is_empty() {
            true => usize::MAX,
            false => WIDTH.saturating_sub(column),
        };
        (collection.flow || collection.entries.is_empty()) && self.flat(collection, room)
    }

    /// Writes a collection in at most `room` characters. Writes nothing if it is longer or has
    /// comments.
    pub(super) fn flat(&mut self, collection: &Collection<'t>, room: usize) -> bool {
        let end = self.end_of_text();
        let fits = collection.tail.is_empty()
            && self.flat_entries(collection, room)
            && self.out[end.0..].chars().count() <= room;
        if !fits {
            self.cut(end);
        }
        fits
    }

    fn flat_entries(&mut self, collection: &Collection<'t>, room: usize) -> bool {
        let (open, close) = match (collection.list, collection.entries.is_empty()) {
            (true, _) => ("[", "]"),
            (false, true) => ("{", "}"),
            (false, false) => ("{ ", " }"),
        };
        let start = self.out.len();
        self.out.push_str(open);
        for (index, entry) in collection.entries.iter().enumerate() {
            if index > 0 {
                self.out.push_str(if self.out.ends_with(':') { " , " } else { ", " });
            }
            // A rough check that stops early at a long collection.
            if !self.flat_entry(entry, room) || (self.out.len() - start) / 4 > room {
                return false;
            }
        }
        self.out.push_str(close);
        true
    }

    pub(super) fn flat_entry(&mut self, entry: &Entry<'t>, room: usize) -> bool {
        if !entry.before.is_empty() || entry.comment.is_some() {
            return false;
        }
        let outer = self.parent;
        if let Some(key) = &entry.key {
            self.key(key.name, &in_brackets(&key.written));
            self.out.push_str(": ");
        }
        let fits = match &entry.value {
            Value::Nothing { tail } => {
                if entry.key.is_some() {
                    self.out.pop();
                }
                tail.is_empty()
            }
            Value::Text(text) => self.flat_text(&scalar(text)),
            Value::Line { text, .. } => self.flat_text(text),
            Value::Lines { flat, .. } => flat.as_ref().is_some_and(|flat| self.flat_text(flat)),
            Value::Collection(collection) => self.flat(collection, room),
            Value::Block { .. } => false,
        };
        self.parent = outer;
        fits
    }

    /// A text in brackets. The scanner takes ` -` before a bracket or comma for an item of a list.
    fn flat_text(&mut self, text: &str) -> bool {
        self.out.push_str(&in_brackets(text));
        !text.ends_with(" -")
    }

    pub(super) fn end_of_text(&self) -> (usize, usize) {
        (self.out.len(), self.marks.len())
    }

    /// Removes what was written after a former end of the text.
    pub(super) fn cut(&mut self, (text, marks): (usize, usize)) {
        self.out.truncate(text);
        self.marks.truncate(marks);
    }
}
