//! Reads the texts of a file as lines.

use std::borrow::Cow;

use super::layout::Value;
use super::quote::{ends_old_line, quoted, requoted};
use super::trivia::Cursor;
use crate::source::Span;
use crate::tree::Style;

/// The characters that YAML removes around line ends in a text.
const BLANKS: [char; 2] = [' ', '\t'];

/// A plain or quoted text; `below` if it began below its key.
pub(super) fn text<'t>(written: &'t str, text: &str, style: Style, below: bool) -> Value<'t> {
    if !written.contains(['\r', '\n']) {
        let written = match style {
            _ if written.contains(ends_old_line) => Cow::Owned(quoted(text)),
            Style::Quoted => requoted(written),
            // PyYAML takes it for a type of YAML 1.1 that it cannot read.
            Style::Plain if written == "=" => Cow::Owned(quoted(text)),
            Style::Plain | Style::Block => Cow::Borrowed(written),
        };
        return Value::Line { text: written, below };
    }
    if style == Style::Quoted && ends_in_an_escaped_blank(written) {
        return Value::Line { text: Cow::Owned(quoted(text)), below };
    }
    let flat = match style {
        Style::Quoted => Some(Cow::Owned(quoted(text))),
        // A blank line is a line end of the text. On one line only quotes could keep it.
        _ if text.contains('\n') => None,
        _ => Some(Cow::Owned(text.to_owned())),
    };
    Value::Lines { lines: trimmed_lines(written), below, flat }
}

/// True for `"a\ ` at the end of a line: the blank is part of the text, but invisible.
fn ends_in_an_escaped_blank(written: &str) -> bool {
    written.starts_with('"')
        && lines(written).any(|line| {
            let trimmed = line.trim_end_matches(BLANKS);
            let escapes = trimmed.bytes().rev().take_while(|byte| *byte == b'\\').count();
            trimmed.len() < line.len() && escapes % 2 == 1
        })
}

/// Lines without blanks around them, except inside the quotes of the first and last one.
fn trimmed_lines(written: &str) -> Vec<&str> {
    let mut trimmed: Vec<&str> = lines(written).map(|line| line.trim_matches(BLANKS)).collect();
    if let (Some(first), Some(whole)) = (trimmed.first_mut(), lines(written).next()) {
        *first = whole.trim_end_matches(BLANKS);
    }
    if let (Some(last), Some(whole)) = (trimmed.last_mut(), lines(written).last()) {
        *last = whole.trim_start_matches(BLANKS);
    }
    trimmed
}

/// The lines of a text, which end in `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\r', '\n']) else {
            rest = None;
            return Some(text);
        };
        let length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[end + length..]);
        Some(&text[..end])
    })
}

/// A text below `|` or `>`, and the comment after that sign; the cursor is right after the sign.
pub(super) fn block<'t>(
    cursor: &mut Cursor<'t>,
    text: &'t str,
    span: Span,
) -> (Value<'t>, Option<&'t str>) {
    let rest = &cursor.text[cursor.at - 1..];
    let length = rest.find(|letter: char| !"|>+-0123456789".contains(letter));
    let signs = &rest[..length.unwrap_or(rest.len())];
    cursor.at += signs.len() - 1;
    let comment = cursor.behind(b"");
    let keep = signs.contains('+');
    let blank = text.bytes().all(|byte| b" \t\n".contains(&byte));
    let content = (!blank).then(|| (cursor.column(span.start as usize), span.end as usize));
    let mut lines = block_lines(cursor, content, keep);
    let mut strip = signs.contains('-');
    if blank {
        // Nothing shows the indentation, so the lines of the text are those of the file.
        lines = text.split_terminator('\n').collect();
        strip = !text.is_empty() && !text.ends_with('\n');
    }
    let mut header = signs[..1].to_owned();
    if lines.iter().find(|line| !line.is_empty()).is_some_and(|line| line.starts_with(BLANKS)) {
        // The first line does not show the indentation of the text.
        header.push('2');
    }
    match (keep, strip) {
        (true, _) => header.push('+'),
        (false, true) => header.push('-'),
        (false, false) => {}
    }
    (Value::Block { header, lines }, comment)
}

/// The lines of a block without their indentation; moves the cursor to the end of the last one.
/// `content` is their indentation and the end of the last line that is not blank.
fn block_lines<'t>(
    cursor: &mut Cursor<'t>,
    content: Option<(usize, usize)>,
    keep: bool,
) -> Vec<&'t str> {
    let (indentation, end) = content.unwrap_or((usize::MAX, 0));
    // The first one is the rest of the line with the sign.
    let mut all = lines(&cursor.text[cursor.at..]);
    let header = all.next().unwrap_or_default();
    let mut place = cursor.at + header.len();
    let mut lines = Vec::new();
    for line in all {
        let start = line.as_ptr() as usize - cursor.text.as_ptr() as usize;
        let spaces = line.bytes().take_while(|byte| *byte == b' ').count();
        let blank = line.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        // A blank line with tabs that is indented less is not part of the text.
        let inside = blank && (spaces == line.len() || spaces >= indentation);
        if start >= end && (!inside || start == cursor.text.len()) {
            break;
        }
        lines.push(&line[spaces.min(indentation)..]);
        if keep || lines.last().is_some_and(|line| !line.is_empty()) {
            place = start + line.len();
        }
    }
    while !keep && lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    cursor.at = place;
    lines
}
