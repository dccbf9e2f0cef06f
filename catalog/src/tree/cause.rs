//! Reports what is wrong with an entry that does not scan, from how its lines begin.

use super::lines::Line;
use super::scan_error::{self, spaces};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language::constructs::FILE;
use crate::lookalike::{self, Lookalike};
use crate::rule::yaml::YAML_SYNTAX;
use crate::source::{FileId, Span};
use crate::suggest::closest;

/// Longer values are not repeated in a hint.
const LONGEST: usize = 40;

/// What starts a comment in other languages.
const COMMENTS: [&str; 3] = ["//", "/*", "<!--"];

const REMOVE: &str = "remove the line, or write `key: value`";

/// Reports a line that must start with a key, and does not. `reports` has the scanner's error, if
/// it has one.
pub(super) fn report_keyless(
    diagnostics: &mut Diagnostics,
    file: FileId,
    line: &Line<'_>,
    reports: Diagnostics,
) {
    let whole = at(file, line.at, line.content.len());
    match line.content {
        mark @ ("---" | "...") if line.column == 0 => {
            scan_error::report_document(diagnostics, whole, mark);
        }
        mark if scan_error::is_conflict(mark) => scan_error::report_conflict(diagnostics, whole),
        _ if line.after_dash().is_some() => report_dash(diagnostics, file, line),
        _ => return report_words(diagnostics, file, line, reports),
    }
    reports.discard();
}

fn report_words(
    diagnostics: &mut Diagnostics,
    file: FileId,
    line: &Line<'_>,
    reports: Diagnostics,
) {
    let ends = |report: &Diagnostic| (report.span.start as usize) < line.end;
    let Keyless { at, length, message, hint } = match keyless(line) {
        Some(cause) => cause,
        None if reports.last().is_some_and(ends) => return diagnostics.absorb(reports),
        None => Keyless::whole(line, "expected a key", REMOVE),
    };
    reports.discard();
    let span = self::at(file, line.at + at, length);
    diagnostics.report(&YAML_SYNTAX, span, message).hint(hint);
}

/// What is wrong with a line, and its bytes there.
struct Keyless {
    at: usize,
    length: usize,
    message: String,
    hint: String,
}

impl Keyless {
    fn whole(line: &Line<'_>, message: &str, hint: &str) -> Self {
        let (message, hint) = (message.to_owned(), hint.to_owned());
        Self { at: 0, length: line.content.len(), message, hint }
    }
}

/// The key on a line that has nothing else, or only a sign that is not a value.
pub(super) fn bare_key<'t>(line: &Line<'t>) -> Option<&'t str> {
    let (word, rest) = word(line);
    let rest = rest.trim();
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    (!word.is_empty() && (rest.starts_with('#') || is_nothing(rest))).then_some(word)
}

/// True for at most one sign, which is there by mistake.
fn is_nothing(value: &str) -> bool {
    let mut signs = value.trim().chars();
    let is_sign = |sign: char| sign.is_ascii_punctuation() && !"|>".contains(sign);
    let is_colon = |sign| Lookalike::of(sign).is_some_and(|sign| sign.ascii == ":");
    signs.next().is_none_or(|sign| is_sign(sign) || is_colon(sign)) && signs.next().is_none()
}

/// The word at the start of a line, and the rest.
fn word<'t>(line: &Line<'t>) -> (&'t str, &'t str) {
    let is_part = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    let rest = line.content.trim_start_matches(is_part);
    let (word, rest) = line.content.split_at(line.content.len() - rest.len());
    if word.contains(char::is_alphanumeric) { (word, rest) } else { ("", line.content) }
}

fn keyless(line: &Line<'_>) -> Option<Keyless> {
    let content = line.content;
    if let Some(sign) = COMMENTS.iter().find(|sign| content.starts_with(**sign)) {
        let message = format!("`{sign}` does not start a comment");
        let hint = "write `#` instead".to_owned();
        return Some(Keyless { at: 0, length: sign.len(), message, hint });
    }
    let first = content.chars().next().and_then(Lookalike::of);
    if let Some(first) = first.filter(|first| first.ascii.trim().is_empty()) {
        let message = format!("the line starts with {}", first.named());
        let hint = format!("remove {}", first.named());
        return Some(Keyless { at: 0, length: first.character.len_utf8(), message, hint });
    }
    let (word, rest) = word(line);
    if line.column == 0 && !word.is_empty() && is_no_section(word) {
        return Some(Keyless::whole(line, "expected a key of the catalog", REMOVE));
    }
    if word.is_empty() { None } else { without_colon(word, rest) }
}

/// What is wrong with a line of a word that may be a key, and a rest.
fn without_colon(word: &str, rest: &str) -> Option<Keyless> {
    let after = rest.trim_start();
    let at = word.len() + rest.len() - after.len();
    let written = |value: &str| match value.trim() {
        value if is_nothing(value) => format!("write `{word}:`"),
        value if value.chars().count() > LONGEST => format!("write `{word}: …`"),
        value => format!("write `{word}: {value}`"),
    };
    let sign = after.chars().next();
    let lookalike = sign.and_then(Lookalike::of).filter(|sign| sign.ascii == ":");
    let expected = format!("expected `:` after the key `{word}`");
    Some(match (sign, lookalike) {
        (Some(sign), Some(lookalike)) => Keyless {
            at,
            length: sign.len_utf8(),
            message: format!("{expected}, found {}", lookalike.named()),
            hint: written(&after[sign.len_utf8()..]),
        },
        (None | Some('#'), _) => {
            Keyless { at: 0, length: word.len(), message: expected, hint: written("") }
        }
        (Some(':'), _) if !after[1..].trim().is_empty() && is_nothing(&after[1..]) => Keyless {
            at: at + 1,
            length: after.len() - 1,
            message: format!("unexpected `{}` after the key `{word}`", &after[1..]),
            hint: written(""),
        },
        (Some(':'), _) => Keyless {
            at,
            length: 1,
            message: lookalike::expected_space(&after[1..]),
            hint: written(&after[1..]),
        },
        (Some(sign), _) if "=;".contains(sign) || is_nothing(after) => Keyless {
            at,
            length: 1,
            message: format!("{expected}, found `{sign}`"),
            hint: written(&after[1..]),
        },
        (Some(_), _) if after.len() == rest.len() => return None,
        (Some(_), _) => {
            Keyless { at: 0, length: word.len(), message: expected, hint: written(after) }
        }
    })
}

/// True for a word that is not a key of a file, nor meant as one.
fn is_no_section(word: &str) -> bool {
    closest(word, FILE.keys.iter().map(|key| key.name)).is_none_or(|near| near.fix().is_none())
}

fn report_dash(diagnostics: &mut Diagnostics, file: FileId, line: &Line<'_>) {
    let hint = match line.has_key() {
        true => "remove the `-`, and start the key in the same column as the others",
        false => REMOVE,
    };
    diagnostics
        .report(&YAML_SYNTAX, at(file, line.at, 1), "unexpected `-`, this is not a list")
        .hint(hint);
}

/// Reports the first of the lines after an entry that is whole without them.
pub(super) fn report_stray(
    diagnostics: &mut Diagnostics,
    file: FileId,
    line: &Line<'_>,
    head: &Line<'_>,
) {
    if line.after_dash().is_some() {
        report_dash(diagnostics, file, line);
        return;
    }
    let key = line.key().map(|key| at(file, line.at, key.written.len()));
    let message = "the line is indented more than the one above, which has a value already";
    diagnostics
        .report(&YAML_SYNTAX, key.unwrap_or_else(|| first(file, line)), message)
        .label(spaces(line.column))
        .related(first(file, head), spaces(head.column))
        .hint("start both in the same column, or put quotes around a string that contains `: `");
}

/// Reports an entry in another column than its siblings, of which `other` is one.
pub(super) fn report_column(
    diagnostics: &mut Diagnostics,
    file: FileId,
    line: &Line<'_>,
    other: Option<&Line<'_>>,
) {
    let less = other.is_some_and(|other| line.column < other.column);
    let message = match less {
        true => "expected a key, or less indentation",
        false => "expected less indentation",
    };
    let report = diagnostics
        .report(&YAML_SYNTAX, first(file, line), message)
        .label(spaces(line.column))
        .hint("start all keys of a mapping in the same column");
    if let Some(other) = other {
        report.related(first(file, other), spaces(other.column));
    }
}

/// The first character of a line.
fn first(file: FileId, line: &Line<'_>) -> Span {
    at(file, line.at, line.content.chars().next().map_or(0, char::len_utf8))
}

fn at(file: FileId, start: usize, length: usize) -> Span {
    // Larger files are refused before.
    Span { file, start: start as u32, end: (start + length) as u32 }
}
