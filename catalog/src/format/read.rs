//! Reads the layout of a file from its text and tree.

use std::borrow::Cow;

use super::layout::{Collection, Comment, Document, Entry, Key, Value};
use super::quote::{ends_old_line, is_long, quoted, requoted, scalar};
use super::scalar::{block as block_text, text as line_text};
use super::shape::{self, Shape};
use super::trivia::{Above, Cursor};
use crate::ast::Text;
use crate::tree::{self, Kind, Node, Style};

/// Reads a file and lists its comments; `None` if it is only a text.
pub(super) fn read<'t>(text: &'t str, root: &'t Node) -> Option<(Document<'t>, Vec<&'t str>)> {
    let mut reader = Reader { cursor: Cursor::new(text, 0) };
    let mut collection = match &root.kind {
        Kind::Scalar { text, style: Style::Plain } if text.is_empty() => None,
        Kind::Scalar { .. } | Kind::Reported => return None,
        Kind::List(_) | Kind::Map { .. } => Some(reader.root(root)),
    };
    let tail = reader.cursor.until(text.len()).comments;
    let header = collection.as_mut().map(header).unwrap_or_default();
    Some((Document { header, root: collection, tail }, reader.cursor.comments))
}

/// Moves the comments at the top, which describe the file and not its first entry: all of them, or
/// those before the last blank line.
fn header<'t>(root: &mut Collection<'t>) -> Vec<Comment<'t>> {
    let Some(first) = root.entries.first_mut() else { return std::mem::take(&mut root.tail) };
    let divided = first.before.iter().skip(1).rposition(|comment| comment.blank);
    let end = match divided {
        _ if first.blank => first.before.len(),
        Some(index) => index + 1,
        None => first.before.len(),
    };
    first.before.drain(..end).collect()
}

/// The place of a value.
#[derive(Clone, Copy)]
struct Place {
    shape: Shape,
    /// The column of the collection around it; `None` at the top.
    column: Option<usize>,
    /// True in brackets.
    flow: bool,
}

struct Reader<'t> {
    cursor: Cursor<'t>,
}

impl<'t> Reader<'t> {
    fn root(&mut self, node: &'t Node) -> Collection<'t> {
        let place = Place { shape: shape::FILE, column: None, flow: false };
        if !self.is_flow(node, place) {
            return self.block(node, place);
        }
        let mut above = self.cursor.until(node.span.start as usize);
        let (mut collection, behind) = self.flow(node, place);
        above.comments.extend(behind.map(|text| Comment { text, blank: false }));
        match collection.entries.first_mut() {
            Some(first) => {
                above.comments.append(&mut first.before);
                first.before = above.comments;
            }
            None => collection.tail.splice(..0, above.comments).for_each(drop),
        }
        collection
    }

    /// True for a collection in brackets, also for the mapping in `[a: b]`, which has none itself.
    fn is_flow(&self, node: &Node, place: Place) -> bool {
        place.flow || self.cursor.text[node.span.start as usize..].starts_with(['{', '['])
    }

    /// A mapping or list in lines.
    fn block(&mut self, node: &'t Node, place: Place) -> Collection<'t> {
        let column = self.cursor.column(node.span.start as usize);
        let inner =
            |key: &str| Place { shape: place.shape.below(key), column: Some(column), flow: false };
        let mut entries = Vec::new();
        match &node.kind {
            Kind::Map { entries: found, .. } => entries = self.mapping(found, inner),
            Kind::List(items) => {
                for item in items {
                    let above = self.cursor.over(b"-");
                    let mut read = unkeyed(above);
                    read.comment(self.cursor.behind(b""));
                    self.value(item, inner(""), &mut read);
                    entries.push(read);
                }
            }
            Kind::Scalar { .. } | Kind::Reported => {}
        }
        // Comments that are not indented further than the outer collection belong to it.
        let own = place.column.is_none_or(|outer| column > outer);
        let tail = if own { self.cursor.indented(column) } else { Vec::new() };
        let list = matches!(node.kind, Kind::List(_));
        Collection { shape: place.shape, list, flow: false, entries, tail }
    }

    /// A mapping or list in brackets, and the comment after the opening bracket.
    fn flow(&mut self, node: &'t Node, place: Place) -> (Collection<'t>, Option<&'t str>) {
        let inner =
            |key: &str| Place { shape: place.shape.below(key), column: place.column, flow: true };
        let bracket = self.cursor.text[node.span.start as usize..].starts_with(['{', '[']);
        let mut behind = None;
        if bracket {
            self.cursor.at = node.span.start as usize + 1;
            behind = self.cursor.behind(b"");
        }
        let mut entries = Vec::new();
        let list = matches!(node.kind, Kind::List(_));
        match &node.kind {
            Kind::Map { entries: found, .. } => entries = self.mapping(found, inner),
            Kind::List(items) => {
                for item in items {
                    let mut read = unkeyed(self.cursor.until(item.span.start as usize));
                    self.value(item, inner(""), &mut read);
                    entries.push(read);
                }
            }
            Kind::Scalar { .. } | Kind::Reported => {}
        }
        let mut tail = Vec::new();
        if bracket {
            let end = (node.span.end as usize).saturating_sub(1);
            tail = self.cursor.until(end).comments;
            self.cursor.at = node.span.end as usize;
        }
        (Collection { shape: place.shape, list, flow: true, entries, tail }, behind)
    }

    /// The entries of a mapping; `inner` gives the places of their values.
    fn mapping(
        &mut self,
        entries: &'t [tree::Entry],
        inner: impl Fn(&str) -> Place,
    ) -> Vec<Entry<'t>> {
        let mut read = |entry: &'t tree::Entry| {
            let above = self.cursor.until(entry.key.span.start as usize);
            let question = above.question;
            let mut read = self.keyed(above, &entry.key);
            self.value(&entry.value, inner(&entry.key.value), &mut read);
            if question
                && let Value::Line { below, .. } | Value::Lines { below, .. } = &mut read.value
            {
                // The line that ended is that of the key, not that of the `:`.
                *below = false;
            }
            read
        };
        entries.iter().map(&mut read).collect()
    }

    /// An entry up to its value.
    fn keyed(&mut self, above: Above<'t>, key: &'t Text) -> Entry<'t> {
        let written = &self.cursor.text[key.span.start as usize..key.span.end as usize];
        self.cursor.at = key.span.end as usize;
        let written = match written.as_bytes().first() {
            _ if above.question || is_long(written) || written.contains(['\r', '\n']) => {
                Cow::Owned(scalar(&key.value))
            }
            // At the beginning of a line these are the ends of documents.
            _ if written.starts_with("---") || written.starts_with("...") => {
                Cow::Owned(quoted(&key.value))
            }
            _ if written.contains(ends_old_line) => Cow::Owned(quoted(&key.value)),
            Some(b'"' | b'\'') => requoted(written),
            _ => Cow::Borrowed(written),
        };
        let mut entry = unkeyed(above);
        entry.key = Some(Key { written, name: &key.value });
        entry.comment = self.cursor.behind(b":");
        entry
    }

    /// Reads the value of an entry and the comment after it.
    fn value(&mut self, node: &'t Node, place: Place, entry: &mut Entry<'t>) {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        match &node.kind {
            Kind::Scalar { text, style: Style::Plain } if text.is_empty() => {
                let column = place.column.map_or(0, |column| column + 1);
                let tail = if place.flow { Vec::new() } else { self.cursor.indented(column) };
                entry.value = Value::Nothing { tail };
            }
            Kind::Scalar { text, style: Style::Block } => {
                self.lift(b"|>", entry);
                let (value, comment) = block_text(&mut self.cursor, text, node.span);
                entry.value = value;
                entry.comment(comment);
                return;
            }
            Kind::Scalar { text, style } => {
                let below = self.cursor.breaks(start);
                self.lift_until(start, entry);
                self.cursor.at = end;
                let written = &self.cursor.text[start..end];
                entry.value = line_text(written, text, *style, below && !place.flow);
            }
            Kind::List(_) | Kind::Map { .. } if self.is_flow(node, place) => {
                self.lift_until(start, entry);
                let (mut collection, behind) = self.flow(node, place);
                entry.comment(behind);
                if collection.entries.is_empty() {
                    collection.tail.drain(..).for_each(|tail| entry.comment(Some(tail.text)));
                }
                entry.value = Value::Collection(collection);
            }
            Kind::List(_) | Kind::Map { .. } => {
                entry.value = Value::Collection(self.block(node, place));
                return;
            }
            Kind::Reported => {}
        }
        let behind = self.cursor.behind(if place.flow { b"," } else { b"" });
        entry.comment(behind);
    }

    /// Moves comments between a key and its value above the entry.
    fn lift_until(&mut self, end: usize, entry: &mut Entry<'t>) {
        let above = self.cursor.until(end);
        above.comments.iter().for_each(|comment| entry.above(comment.text));
    }

    fn lift(&mut self, signs: &[u8], entry: &mut Entry<'t>) {
        let above = self.cursor.over(signs);
        above.comments.iter().for_each(|comment| entry.above(comment.text));
    }
}

fn unkeyed(above: Above<'_>) -> Entry<'_> {
    Entry {
        before: above.comments,
        blank: above.blank,
        key: None,
        value: Value::Nothing { tail: Vec::new() },
        comment: None,
    }
}
