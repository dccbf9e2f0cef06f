//! Writes a layout as text.

mod flat;

use super::WIDTH;
use super::layout::{Collection, Comment, Document, Entry, Value};
use super::prose::styled;
use super::quote::is_long;

/// Spaces of indentation a level.
pub(super) const STEP: usize = 2;

/// The text of a file, which ends in a line end unless it is empty.
pub(super) fn write(document: &Document<'_>) -> String {
    Writer::new(STEP).document(document).out
}

/// The same, with the beginnings of entries.
pub(super) fn write_marked<'t>(document: &Document<'t>) -> (String, Vec<Mark<'t>>) {
    let writer = Writer::new(STEP).document(document);
    (writer.out, writer.marks)
}

/// An entry in lines, indented by `column`, and `step` more for each level.
pub(super) fn lines(entry: &Entry<'_>, column: usize, step: usize) -> String {
    let mut writer = Writer::new(step);
    writer.indent(column);
    writer.entry(entry, column);
    writer.out
}

/// An entry on one line of any length, as in brackets; `None` if it has comments.
pub(super) fn line(entry: &Entry<'_>) -> Option<String> {
    let mut writer = Writer::new(STEP);
    writer.flat_entry(entry, usize::MAX).then_some(writer.out)
}

/// The beginning of an entry in the text.
#[derive(Debug)]
pub(super) struct Mark<'t> {
    pub(super) start: usize,
    pub(super) key: &'t str,
    /// The mark of the entry around it.
    pub(super) parent: Option<usize>,
}

struct Writer<'t> {
    out: String,
    marks: Vec<Mark<'t>>,
    /// The mark of the entry that is being written.
    parent: Option<usize>,
    /// Spaces of indentation a level.
    step: usize,
    /// True if the last line ends a block of text that keeps the blank lines after it.
    kept: bool,
}

impl<'t> Writer<'t> {
    fn new(step: usize) -> Self {
        Self { out: String::new(), marks: Vec::new(), parent: None, step, kept: false }
    }

    fn document(mut self, document: &Document<'t>) -> Self {
        self.comments(&document.header, 0, true);
        if let Some(root) = &document.root {
            let one_line = root.flow || root.entries.is_empty();
            if one_line && self.flat(root, WIDTH) {
                self.end(None);
            } else {
                self.collection(root, 0, document.header.is_empty(), false);
            }
        }
        self.comments(&document.tail, 0, self.out.is_empty());
        self
    }

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

    /// Comments on lines of their own; if `top`, without a blank line above the first.
    fn comments(&mut self, comments: &[Comment<'_>], indentation: usize, top: bool) {
        for (index, comment) in comments.iter().enumerate() {
            if comment.blank && !(top && index == 0) {
                self.blank();
            }
            self.line(indentation, comment.text);
        }
    }

    /// The entries of a mapping or list. If `top`, no blank line comes before the first; if `begun`,
    /// the first is on the line of a `-`, and its comments are already above that line.
    fn collection(
        &mut self,
        collection: &Collection<'t>,
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

    /// The comments and blank line above an entry, and its indentation.
    fn above(&mut self, entry: &Entry<'t>, indentation: usize, top: bool) {
        self.comments(&entry.before, indentation, top);
        if entry.blank && !(top && entry.before.is_empty()) {
            self.blank();
        }
        if entry.key.is_none() {
            for comment in self.lifted(entry, indentation) {
                self.line(indentation, comment);
            }
        }
        self.indent(indentation);
    }

    /// An entry, beginning with its key or `-`.
    fn entry(&mut self, entry: &Entry<'t>, indentation: usize) {
        let outer = self.parent;
        let (mut column, mut inner) = (indentation + 1, indentation + self.step);
        match &entry.key {
            Some(key) if is_long(&key.written) => {
                self.out.push_str("? ");
                self.key(key.name, &key.written);
                self.out.push('\n');
                self.indent(indentation);
                self.out.push(':');
            }
            Some(key) => {
                self.key(key.name, &key.written);
                self.out.push(':');
                column += key.written.chars().count();
            }
            None => {
                self.out.push('-');
                // Nested entries begin on the line of the `-`.
                inner = indentation + 2;
            }
        }
        self.kept = false;
        self.value(entry, &entry.value, column, inner);
        self.parent = outer;
    }

    fn key(&mut self, name: &'t str, written: &str) {
        let mark = Mark { start: self.out.len(), key: name, parent: self.parent };
        self.parent = Some(self.marks.len());
        self.marks.push(mark);
        self.out.push_str(written);
    }

    /// The value of an entry. It begins at `column`; further lines are indented by `inner`.
    fn value(&mut self, entry: &Entry<'t>, value: &Value<'t>, column: usize, inner: usize) {
        match value {
            Value::Nothing { tail } => {
                self.end(entry.comment);
                self.comments(tail, inner, true);
            }
            Value::Text(text) => self.value(entry, &styled(text, column, inner), column, inner),
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
            Value::Collection(collection) => {
                self.out.push(' ');
                if self.one_line(collection, column + 1) {
                    self.end(entry.comment);
                } else if entry.key.is_none() {
                    self.collection(collection, inner, true, true);
                } else {
                    self.out.pop();
                    self.end(entry.comment);
                    self.collection(collection, inner, true, false);
                }
            }
        }
    }

    /// The first line of a text: after its key, unless it was below and does not fit.
    fn begin(&mut self, text: &str, below: bool, column: usize, inner: usize) {
        if below && column + 1 + text.chars().count() > WIDTH {
            self.out.push('\n');
            self.indent(inner);
        } else {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    /// A line of a text; an empty line has no indentation.
    fn content(&mut self, line: &str, indentation: usize) {
        if !line.is_empty() {
            self.indent(indentation);
            self.out.push_str(line);
        }
    }

    /// The end of a line and its comment.
    fn end(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    /// Comments that have no place on the line of a `-`: the one after it if its value begins on the
    /// same line, and those above the first entry of that value.
    fn lifted<'e>(&mut self, item: &'e Entry<'t>, indentation: usize) -> Vec<&'e str> {
        let mut comments = Vec::new();
        let (mut item, mut indentation) = (item, indentation);
        while let Value::Collection(collection) = &item.value {
            let end = self.end_of_text();
            let one_line = item.key.is_some() || self.one_line(collection, indentation + 2);
            self.cut(end);
            if one_line {
                break;
            }
            comments.extend(item.comment);
            let Some(first) = collection.entries.first() else { break };
            comments.extend(first.before.iter().map(|comment| comment.text));
            (item, indentation) = (first, indentation + 2);
        }
        comments
    }
}
