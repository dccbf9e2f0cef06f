//! Reports the scanner's errors in our own words, with hints.

use super::explain::{Where, explain};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::yaml::{ANCHOR, NESTING, SEVERAL_DOCUMENTS, TAG, YAML_SYNTAX};
use crate::source::{FileId, Span};

const OPEN_QUOTE: &str = "the quoted string that starts here is not closed";
const AFTER_QUOTE: &str = "unexpected characters after the closing quote";
const NO_COLON: &str = "expected `:` after the key";
const OPEN_BRACKET: &str = "a bracket is not closed";

/// Part of the scanner's message; our message; the hint.
const PHRASES: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "unexpected `:`, a key cannot be here",
        "put quotes around a string that contains `: `, and check the indentation",
    ),
    (
        "illegal placement of ':'",
        "unexpected `:`, a key cannot be here",
        "close the bracket before it, or put quotes around a string that contains `:`",
    ),
    (
        "did not find expected key",
        "expected a key, or less indentation",
        "start all keys of a mapping in the same column",
    ),
    (
        "did not find expected '-'",
        "expected `-`, or less indentation",
        "start all items of a list in the same column",
    ),
    (
        "must be followed by a valid YAML whitespace",
        "expected a space after the `:`",
        "write a space instead of the tab",
    ),
    (
        "did not find expected alphabetic",
        "a string without quotes cannot start with this character",
        "put quotes around it",
    ),
    (
        "did not find expected comment or line break",
        "a block of text starts in the next line",
        "put quotes around a string that starts with `|` or `>`",
    ),
    ("byte order mark", "the file contains the invisible character U+FEFF", "remove it"),
    ("found a tab", "the indentation contains a tab", "indent with spaces"),
    ("simple key expect", NO_COLON, "write `key: value`, with a space"),
    (
        "invalid indentation",
        "the line is indented less than what contains it",
        "indent it by two spaces more than the line that contains it",
    ),
    (
        "wrongly indented line",
        "the line is indented less than the block that contains it",
        "indent all lines of the block in the same way",
    ),
    (
        "expected ',' or '}'",
        "expected `,` or `}`",
        "put quotes around a string that contains `{`, `}`, `[`, `]` or `,`",
    ),
    (
        "expected ',' or ']'",
        "expected `,` or `]`",
        "put quotes around a string that contains `{`, `}`, `[`, `]` or `,`",
    ),
    (
        "misplaced bracket",
        "this bracket was not opened",
        "remove it, or put quotes around a string that contains it",
    ),
    ("found unexpected end of stream", OPEN_QUOTE, "add the same quote at its end"),
    ("unexpected document indicator", OPEN_QUOTE, "add the same quote at its end"),
    (
        "unknown escape character",
        "unknown escape in a double-quoted string",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "invalid trailing content",
        AFTER_QUOTE,
        "put quotes around the whole string, and double a quote inside it",
    ),
    (
        "unexpected character",
        "a string without quotes cannot start with this character",
        "put quotes around it",
    ),
    (
        "did not find expected node content",
        "expected a value",
        "put quotes around a string that starts with a special character",
    ),
];

/// The greatest number of comments and empty lines between two lines whose indentation is compared.
const FAR: usize = 50;

/// The hint for an error that has no phrase.
const FALLBACK: &str =
    "put quotes around a string with special characters, and check the indentation";

/// Reports the scanner's error at the byte `at`, inside `bracket`.
pub(crate) fn report(
    diagnostics: &mut Diagnostics,
    file: FileId,
    text: &str,
    at: u32,
    info: &str,
    bracket: Option<Span>,
) {
    let end = text.trim_end().len() as u32;
    let report = match bracket.filter(|_| at >= end) {
        // The scanner does not say which bracket is not closed.
        Some(open) => {
            let inside = &text[open.start as usize..];
            let sign = if inside.starts_with('[') { ']' } else { '}' };
            let hint = match inside.starts_with("{{") {
                true => "write one `{`".to_owned(),
                false => format!("add `{sign}` here, or put quotes around a string with a bracket"),
            };
            let span = Span { file, start: end, end };
            diagnostics.report(&YAML_SYNTAX, span, OPEN_BRACKET).hint(hint)
        }
        None => report_at(diagnostics, file, text, at, info),
    };
    let is_inside = report.message == OPEN_BRACKET
        || report.message.starts_with("expected `,`")
        || info.contains("illegal placement");
    if let Some(open) = bracket.filter(|_| is_inside) {
        report.related(open, "opened here");
    }
    let place = match report.message == AFTER_QUOTE {
        true => Where::AfterQuote,
        false => Where::Elsewhere,
    };
    explain(report, place, text, at as usize);
}

/// True if the last report is that a quote or bracket is not closed.
pub(super) fn is_open(diagnostics: &Diagnostics) -> bool {
    let last = diagnostics.last();
    last.is_some_and(|last| [OPEN_QUOTE, OPEN_BRACKET].contains(&last.message.as_str()))
}

/// True if the last report is that a key before it has no colon.
pub(super) fn lacks_colon(diagnostics: &Diagnostics) -> bool {
    diagnostics.last().is_some_and(|last| last.message == NO_COLON)
}

fn report_at<'d>(
    diagnostics: &'d mut Diagnostics,
    file: FileId,
    text: &str,
    at: u32,
    info: &str,
) -> &'d mut Diagnostic {
    let span = span_at(file, text, at);
    if info.contains("recursion limit") {
        report_nesting(diagnostics, span)
    } else if info.contains("unknown anchor") {
        diagnostics
            .report(&ANCHOR, span, "an alias is not allowed, and this one has no anchor")
            .hint("put quotes around a string that starts with `*`")
    } else if info.contains("handle wasn't declared") {
        diagnostics
            .report(&TAG, span, "a tag is not allowed, and this one is unknown")
            .hint("put quotes around a string that starts with `!`")
    } else if let Some(tab) = tab_in_indentation(text, at, info) {
        report_tab(diagnostics, file, tab as usize)
    } else {
        let phrase = PHRASES.iter().find(|(part, ..)| info.contains(part));
        let (message, hint) = phrase.map_or((info, FALLBACK), |(_, message, hint)| (message, hint));
        let report = diagnostics.report(&YAML_SYNTAX, span, message).hint(hint);
        match indentations(text, at).filter(|_| message.ends_with("less indentation")) {
            Some((above, there, here)) if there != here => {
                let above = span_at(file, text, above);
                report.label(spaces(here)).related(above, spaces(there))
            }
            _ => report,
        }
    }
}

/// Reports the first mark of a merge conflict, if there is one: it is the cause of any other error.
pub(crate) fn report_conflicts(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> bool {
    let mut start = 0;
    let mark = text.split_inclusive('\n').find(|line| {
        start += line.len();
        line.starts_with(['<', '>']) && is_conflict(line.trim_end())
    });
    let Some(mark) = mark else { return false };
    let start = (start - mark.len()) as u32;
    report_conflict(diagnostics, Span { file, start, end: start + mark.trim_end().len() as u32 });
    true
}

/// True for a line that git added.
pub(super) fn is_conflict(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| {
        line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

pub(super) fn report_conflict(diagnostics: &mut Diagnostics, span: Span) {
    diagnostics
        .report(&YAML_SYNTAX, span, "unresolved merge conflict")
        .hint("combine both sides, and remove the lines that git added");
}

/// Reports where a second YAML document starts, after a mark.
pub(super) fn report_document(diagnostics: &mut Diagnostics, span: Span, mark: &str) {
    diagnostics
        .report(&SEVERAL_DOCUMENTS, span, "a second YAML document starts here")
        .hint(format!("keep one document per file: remove the line `{mark}`"));
}

/// Reports a tab in an indentation.
pub(super) fn report_tab(
    diagnostics: &mut Diagnostics,
    file: FileId,
    tab: usize,
) -> &mut Diagnostic {
    // Larger files are refused before.
    let span = Span { file, start: tab as u32, end: tab as u32 + 1 };
    diagnostics
        .report(&YAML_SYNTAX, span, "the indentation contains a tab")
        .hint("indent with spaces")
}

/// Reports that lists and mappings are nested too deep.
pub(crate) fn report_nesting(diagnostics: &mut Diagnostics, span: Span) -> &mut Diagnostic {
    diagnostics
        .report(&NESTING, span, "lists and mappings have more than 64 levels")
        .hint("move the inner ones into records of their own")
}

/// For the offset of the first character of a line: the offset of the first character of the line
/// above, and the indentation of both.
fn indentations(text: &str, at: u32) -> Option<(u32, usize, usize)> {
    let (above, line) = text[..at as usize].rsplit_once('\n')?;
    let is_space = |line: &str| line.bytes().all(|byte| byte == b' ');
    let last = above.rsplit('\n').take(FAR).find(|line| {
        let content = line.trim();
        !content.is_empty() && !content.starts_with('#')
    })?;
    let there = last.len() - last.trim_start_matches(' ').len();
    // The line is a part of the text.
    let start = last.as_ptr() as usize - text.as_ptr() as usize + there;
    is_space(line).then_some((start as u32, there, line.len()))
}

pub(crate) fn spaces(count: usize) -> String {
    match count {
        0 => "no space before this".to_owned(),
        1 => "1 space before this".to_owned(),
        _ => format!("{count} spaces before this"),
    }
}

/// The span of the character at an offset; empty at the end of a line.
fn span_at(file: FileId, text: &str, at: u32) -> Span {
    let next = text[at as usize..].chars().next();
    let length = next.filter(|next| !next.is_whitespace()).map_or(0, char::len_utf8);
    Span { file, start: at, end: at + length as u32 }
}

/// A tab that indents the line of `at`. If the scanner's error is about a tab, later lines are
/// searched too, since it gives the start of the value that contains the line.
fn tab_in_indentation(text: &str, at: u32, info: &str) -> Option<u32> {
    let before = &text[..at as usize];
    let mut line = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    loop {
        let mut indentation = text[line..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
        if let Some(tab) = indentation.position(|byte| byte == b'\t') {
            return Some((line + tab) as u32);
        }
        if !info.contains("tab") {
            return None;
        }
        line += text[line..].find(['\n', '\r'])? + 1;
    }
}
