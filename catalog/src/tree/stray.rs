//! Finds lines that are not part of the mapping around them, so that it is read without them.

use super::cause;
use super::ends::quoted_end;
use super::lines::Line;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::FILE;
use crate::source::FileId;

/// Reports such lines, and returns the text without them. `None` if there are none.
///
/// A line without a key ends the mappings that it is not deeper in. If the keys after it are in one
/// of those all the same, the line is the mistake, and not their indentation.
pub(super) fn report(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> Option<String> {
    // In brackets, the columns mean nothing.
    let mut lines = Line::all(text, 0..text.len());
    let is_flow = lines.next().is_some_and(|first| first.content.starts_with(['{', '[']));
    let found = if is_flow { Vec::new() } else { Search::default().lines(text) };
    // Lines in a row are one mistake.
    for first in found.iter().filter_map(|lines| lines.first()) {
        cause::report_keyless(diagnostics, file, first, Diagnostics::default());
    }
    let mut rest = (!found.is_empty()).then(|| text.to_owned())?;
    for line in found.iter().flatten() {
        // The rest keeps its place.
        let content = line.at..line.content_end();
        rest.replace_range(content.clone(), &" ".repeat(content.len()));
    }
    Some(rest)
}

/// What is around the next line.
#[derive(Default)]
struct Search {
    /// The columns of the keys that contain it if it is deeper.
    open: Vec<usize>,
    /// The value of the last of them.
    value: Value,
}

/// What is in the line of a key.
#[derive(Default, PartialEq)]
enum Value {
    #[default]
    Nothing,
    /// A list, of which the items may be in the column of the key.
    List,
    Text,
    /// The start of a quoted string.
    OpenQuote,
}

impl Search {
    /// The lines, those in a row together.
    fn lines(mut self, text: &str) -> Vec<Vec<Line<'_>>> {
        let mut found = Vec::new();
        let mut pending: Vec<Line<'_>> = Vec::new();
        for line in Line::all(text, 0..text.len()) {
            if line.tab.is_some() || self.is_value(&line) {
                continue;
            }
            if !is_key(&line) {
                pending.push(line);
                continue;
            }
            let column = line.inner_column();
            let is_stray = |stray: &Line<'_>| stray.column < column || !begins_entry(stray);
            let lines = std::mem::take(&mut pending);
            if !lines.is_empty() && self.fits(column) && lines.iter().all(is_stray) {
                found.push(lines);
            }
            self.enter(&line);
        }
        if !pending.is_empty() && !pending.iter().any(begins_entry) {
            found.push(pending);
        }
        found
    }

    /// True if a line is a part of the value of the last key.
    fn is_value(&mut self, line: &Line<'_>) -> bool {
        let Some(last) = self.open.last() else { return false };
        let (is_deeper, is_beside) = (line.column > *last, line.column == *last);
        let is_item = (is_deeper || is_beside) && line.after_dash().is_some();
        match self.value {
            Value::Nothing if is_item => {
                self.value = Value::List;
                true
            }
            Value::Nothing if is_deeper && !is_key(line) => {
                self.value = Value::Text;
                true
            }
            Value::Nothing => false,
            Value::List => is_deeper || is_item,
            Value::Text => is_deeper || is_beside && line.content.starts_with(['}', ']']),
            Value::OpenQuote => is_deeper || !is_key(line),
        }
    }

    /// True if a key is in the column of one before it, or deeper than the last, which has no value.
    fn fits(&self, column: usize) -> bool {
        self.open.contains(&column) || self.open.last().is_some_and(|last| *last < column)
    }

    /// Goes on after the line of a key.
    fn enter(&mut self, line: &Line<'_>) {
        let column = line.inner_column();
        self.open.retain(|outer| *outer < column);
        self.open.push(column);
        let value = line.key().map_or("", |key| key.value);
        self.value = match value {
            "" => Value::Nothing,
            value if value.starts_with(['"', '\'']) && quoted_end(value, 0).is_none() => {
                Value::OpenQuote
            }
            _ => Value::Text,
        };
    }
}

/// True for a line with a key, with one that lacks its colon, or with one after a `-`.
fn is_key(line: &Line<'_>) -> bool {
    let bare = cause::bare_key(line).filter(|key| line.column > 0 || FILE.key(key).is_some());
    line.has_key() || bare.is_some()
}

/// True for a line that may be meant as an entry of the mapping around it, or that ends a document.
fn begins_entry(line: &Line<'_>) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || "_'\"-.".contains(letter);
    line.content.starts_with(is_part)
}
