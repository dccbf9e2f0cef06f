//! Writes a layout: entries in; lines with two spaces of indentation a level out.

use super::WIDTH;
use super::layout::{Collection, Comment, Document, Entry, Value};

/// The text of a file; it ends in a line end unless it is empty.
pub(super) fn write(document: &Document<'_>) -> String {
    let mut writer = Writer { out: String::new(), kept: false };
    writer.comments(&document.header, 0, true);
    if let Some(root) = &document.root {
        match flat(root, WIDTH) {
            Some(text) if root.flow || root.entries.is_empty() => {
                writer.line(0, &text);
            }
            _ => writer.collection(root, 0, document.header.is_empty(), false),
        }
    }
    writer.comments(&document.tail, 0, writer.out.is_empty());
    writer.out
}

struct Writer {
    out: String,
    /// The last line belongs to a block of text that keeps the blank lines behind it.
    kept: bool,
}

impl Writer {
    fn line(&mut self, indentation: usize, text: &str) {
        self.indent(indentation);
        self.out.push_str(text);
        self.out.push('\n');
        self.kept = false;
    }

    fn blank(&mut self) {
        if !self.kept {
            self.out.push('\n');
        }
    }

    fn indent(&mut self, indentation: usize) {
        self.out.extend(std::iter::repeat_n(' ', indentation));
    }

    /// Comments on lines of their own; the first one has no blank line above it if it is `top`.
    fn comments(&mut self, comments: &[Comment<'_>], indentation: usize, top: bool) {
        for (index, comment) in comments.iter().enumerate() {
            if comment.blank && !(top && index == 0) {
                self.blank();
            }
            self.line(indentation, comment.text);
        }
    }

    /// The entries of a mapping or list. `top` if no blank line may stand above the first;
    /// `begun` if it goes on in the line of a `-`, which has its comments above it already.
    fn collection(
        &mut self,
        collection: &Collection<'_>,
        indentation: usize,
        top: bool,
        begun: bool,
    ) {
        for (index, entry) in collection.entries.iter().enumerate() {
            let first = index == 0;
            if !(first && begun) {
                self.above(entry, indentation, first && top);
            }
            self.entry(entry, indentation);
        }
        self.comments(&collection.tail, indentation, collection.entries.is_empty());
    }

    /// Comments and blank lines above an entry, and its indentation.
    fn above(&mut self, entry: &Entry<'_>, indentation: usize, top: bool) {
        self.comments(&entry.before, indentation, top);
        if entry.blank && !(top && entry.before.is_empty()) {
            self.blank();
        }
        if entry.key.is_none() {
            for comment in lifted(entry, indentation) {
                self.line(indentation, comment);
            }
        }
        self.indent(indentation);
    }

    /// An entry from its key or `-` on.
    fn entry(&mut self, entry: &Entry<'_>, indentation: usize) {
        let mut column = indentation + 1;
        match &entry.key {
            Some(key) => {
                self.out.push_str(&key.written);
                self.out.push(':');
                column += key.written.chars().count();
            }
            None => self.out.push('-'),
        }
        let inner = indentation + 2;
        self.kept = false;
        match &entry.value {
            Value::Nothing { tail } => {
                self.end(entry.comment);
                self.comments(tail, inner, true);
            }
            Value::Line { text, below } => {
                self.begin(text, *below, column, inner);
                self.end(entry.comment);
            }
            Value::Lines { lines, below, .. } => {
                self.begin(lines[0], *below, column, inner);
                for line in &lines[1..] {
                    self.out.push('\n');
                    self.content(line, inner);
                }
                self.end(entry.comment);
            }
            Value::Block { header, lines } => {
                self.out.push(' ');
                self.out.push_str(header);
                self.end(entry.comment);
                for line in lines {
                    self.content(line, inner);
                    self.out.push('\n');
                }
                self.kept = header.contains('+');
            }
            Value::Collection(collection) => match one_line(collection, column + 1) {
                Some(text) => {
                    self.out.push(' ');
                    self.out.push_str(&text);
                    self.end(entry.comment);
                }
                None if entry.key.is_none() => {
                    self.out.push(' ');
                    self.collection(collection, inner, true, true);
                }
                None => {
                    self.end(entry.comment);
                    self.collection(collection, inner, true, false);
                }
            },
        }
    }

    /// The first line of a text: behind its key, unless it was below it and would not fit.
    fn begin(&mut self, text: &str, below: bool, column: usize, inner: usize) {
        if below && column + 1 + text.chars().count() > WIDTH {
            self.out.push('\n');
            self.indent(inner);
        } else {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    /// A line of a text; an empty one is not indented.
    fn content(&mut self, line: &str, indentation: usize) {
        if !line.is_empty() {
            self.indent(indentation);
            self.out.push_str(line);
        }
    }

    /// The end of a line, with its comment.
    fn end(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }
}

/// Comments that have no place in the line of a `-`: the one behind it where its value goes on in
/// the same line, and those above the first entry of that value.
fn lifted<'e>(item: &'e Entry<'_>, indentation: usize) -> Vec<&'e str> {
    let mut comments = Vec::new();
    let (mut item, mut indentation) = (item, indentation);
    while let Value::Collection(collection) = &item.value {
        if item.key.is_some() || one_line(collection, indentation + 2).is_some() {
            break;
        }
        comments.extend(item.comment);
        let Some(first) = collection.entries.first() else { break };
        comments.extend(first.before.iter().map(|comment| comment.text));
        (item, indentation) = (first, indentation + 2);
    }
    comments
}

/// A collection in one line that begins at a column, if it was written in brackets and fits.
fn one_line(collection: &Collection<'_>, column: usize) -> Option<String> {
    if !collection.flow && !collection.entries.is_empty() {
        return None;
    }
    flat(collection, WIDTH.saturating_sub(column))
}

/// A collection in one line of so many characters, unless that is too little or it has comments.
fn flat(collection: &Collection<'_>, room: usize) -> Option<String> {
    let (open, close) = match (collection.list, collection.entries.is_empty()) {
        (true, _) => ("[", "]"),
        (false, true) => ("{", "}"),
        (false, false) => ("{ ", " }"),
    };
    if !collection.tail.is_empty() {
        return None;
    }
    let mut text = open.to_owned();
    let last = collection.entries.len().saturating_sub(1);
    for (index, entry) in collection.entries.iter().enumerate() {
        flat_entry(entry, room, &mut text)?;
        if index < last {
            let gap = if text.ends_with(':') { " , " } else { ", " };
            text.push_str(gap);
        }
        // Cheaply, so that a long collection is not written in vain.
        if text.len() > room * 4 {
            return None;
        }
    }
    text.push_str(close);
    (text.chars().count() <= room).then_some(text)
}

fn flat_entry(entry: &Entry<'_>, room: usize, text: &mut String) -> Option<()> {
    if !entry.before.is_empty() || entry.comment.is_some() {
        return None;
    }
    if let Some(key) = &entry.key {
        text.push_str(&key.written);
        text.push(':');
    }
    let value = match &entry.value {
        Value::Nothing { tail } if tail.is_empty() => return Some(()),
        Value::Line { text, .. } => text.as_ref(),
        Value::Lines { flat, .. } => flat.as_deref()?,
        Value::Collection(collection) => &flat(collection, room)?,
        Value::Nothing { .. } | Value::Block { .. } => return None,
    };
    if value.ends_with(" -") {
        // Before a sign, the scanner takes it for the beginning of an item.
        return None;
    }
    if entry.key.is_some() {
        text.push(' ');
    }
    text.push_str(value);
    Some(())
}
