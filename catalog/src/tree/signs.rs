//! Finds keys that a stray sign makes something else, and colons without a key.

use super::cause;
use super::lines::Line;
use super::reindented::Reindented;
use super::{Kind, Node};
use crate::diagnostic::Diagnostics;
use crate::rule::yaml::YAML_SYNTAX;
use crate::source::{FileId, Span, start_of_line};

/// What an entry of a mapping does not start with, and what would close it.
const SIGNS: [(char, Option<char>); 12] = [
    (',', None),
    (':', None),
    ('{', Some('}')),
    ('[', Some(']')),
    ('"', Some('"')),
    ('\'', Some('\'')),
    ('`', Some('`')),
    ('&', None),
    ('*', None),
    ('!', None),
    ('@', None),
    ('%', None),
];

/// Reports such signs, and returns the text without them. `None` if there are none.
pub(super) fn report(
    diagnostics: &mut Diagnostics,
    file: FileId,
    text: &str,
) -> Option<Reindented> {
    let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
    let mut rest = Reindented::new("");
    let mut at = 0;
    for (index, line) in lines.iter().enumerate() {
        let Some(length) = sign(line).filter(|_| is_entry(&lines, index)) else { continue };
        let key = line.content[length..].split(':').next().unwrap_or_default();
        let sign = line.content[..length].trim_end();
        // Larger files are refused before.
        let span = Span { file, start: line.at as u32, end: (line.at + sign.len()) as u32 };
        let message = format!("unexpected `{sign}` before the key `{key}`");
        diagnostics.report(&YAML_SYNTAX, span, message).hint("remove it");
        rest.add(0, &text[at..line.at], at);
        at = line.at + length;
    }
    (at > 0).then(|| {
        rest.add(0, &text[at..], at);
        rest
    })
}

/// The length of a sign before a key, with the spaces after it.
fn sign(line: &Line<'_>) -> Option<usize> {
    let first = line.content.chars().next()?;
    let (_, close) = SIGNS.iter().find(|(sign, _)| *sign == first)?;
    let content = line.content[1..].trim_start();
    let key = Line { content, ..line.clone() }.key()?;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let is_closed = close.is_some_and(|close| content.contains(close));
    let is_key = key.written.chars().all(is_word) && !is_closed;
    is_key.then(|| line.content.len() - content.len())
}

/// True for a line in the column of the key around it or after it, or deeper than a key without a value.
fn is_entry(lines: &[Line<'_>], index: usize) -> bool {
    let column = lines[index].column;
    let before = lines[..index].iter().rfind(|line| line.column <= column);
    let is_beside = |line: &&Line<'_>| line.column == column && line.has_key();
    before.filter(is_beside).or(lines.get(index + 1).filter(is_beside)).is_some()
        || before.is_some_and(|before| before.opens() && before.column < column)
}

/// Reports colons without a key, and returns the text without the entries and where they were.
/// `None` if there are none.
pub(super) fn report_keyless(
    diagnostics: &mut Diagnostics,
    file: FileId,
    text: &str,
) -> Option<(String, Vec<usize>)> {
    let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
    // Before a section, a colon alone is a stray line.
    let is_name = |line: &Line<'_>| line.content == ":" && line.column > 0;
    let is_colon = |line: &Line<'_>| is_name(line) || line.content.starts_with(": ");
    let mut rest = text.to_owned();
    let mut found: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if !is_colon(line) || !is_entry(&lines, index) {
            continue;
        }
        cause::report_keyless(diagnostics, file, line, Diagnostics::default());
        let deeper = lines[index + 1..].iter().take_while(|other| other.column > line.column);
        for entry in std::iter::once(line).chain(deeper) {
            let content = entry.at..entry.content_end();
            rest.replace_range(content.clone(), &" ".repeat(content.len()));
        }
        found.push(line.at);
    }
    (!found.is_empty()).then_some((rest, found))
}

impl Node {
    /// Notes that the mapping around a place has another entry, which was reported.
    pub(super) fn lose(&mut self, text: &str, at: usize) {
        let column = |at: usize| at - start_of_line(text, at);
        let Kind::Map { entries, complete } = &mut self.kind else { return };
        let before = entries.iter_mut().rfind(|entry| (entry.key.span.start as usize) < at);
        let outer = before.filter(|entry| column(entry.key.span.start as usize) < column(at));
        match outer.map(|entry| &mut entry.value) {
            Some(inner) if inner.is_bare() => inner.kind = Kind::Reported,
            Some(inner) => inner.lose(text, at),
            None => *complete = false,
        }
    }
}
