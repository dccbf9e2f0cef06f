//! Reports what is wrong with an entry that does not scan, from how its lines begin.

use super::lines::Line;
use super::scan_error::{report_tab, spaces};
use crate::diagnostic::Diagnostics;
use crate::lookalike::Lookalike;
use crate::rule::yaml::YAML_SYNTAX;
use crate::source::{FileId, Span};

/// Reports a line that must start with a key, and does not. False if it is not clear why.
pub(super) fn report_keyless(
    diagnostics: &mut Diagnostics,
    file: FileId,
    line: &Line<'_>,
) -> bool {
    if line.after_dash().is_some() {
        return report_dash(diagnostics, file, line);
    }
    let is_part = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    let word_end = line.content.find(|letter| !is_part(letter)).unwrap_or(line.content.len());
    let (word, rest) = line.content.split_at(word_end);
    let value = rest.trim_start();
    let sign = value.chars().next();
    if word.is_empty() {
        return false;
    }
    let lookalike = sign.and_then(Lookalike::of).filter(|sign| sign.ascii == ":");
    let (found, length, value) = match (lookalike, sign) {
        (Some(sign), _) => (sign.named(), sign.character.len_utf8(), &value[sign.character.len_utf8()..]),
        (None, Some('=')) => ("`=`".to_owned(), 1, &value[1..]),
        // A colon without a space after it.
        (None, Some(':')) => {
            let span = at(file, line.content_end() - value.len(), 1);
            let hint = format!("write `{word}: {}`, with a space", shortened(&value[1..]));
            diagnostics.report(&YAML_SYNTAX, span, "expected a space after the `:`").hint(hint);
            return true;
        }
        (None, None) | (None, Some('#')) => {
            let span = at(file, line.at, word.len());
            let message = format!("expected `:` after the key `{word}`");
            diagnostics.report(&YAML_SYNTAX, span, message).hint(format!("write `{word}:`"));
            return true;
        }
        (None, Some(_)) if value.len() == rest.len() => return false,
        (None, Some(_)) => {
            let span = at(file, line.at, word.len());
            let message = format!("expected `:` after the key `{word}`");
            let hint = format!("write `{word}: {}`", shortened(value));
            diagnostics.report(&YAML_SYNTAX, span, message).hint(hint);
            return true;
        }
    };
    let start = line.content_end() - value.len() - length;
    let message = format!("expected `:` after the key `{word}`, found {found}");
    let hint = match value.trim() {
        "" => format!("write `{word}:`"),
        value => format!("write `{word}: {}`", shortened(value)),
    };
    diagnostics.report(&YAML_SYNTAX, at(file, start, length), message).hint(hint);
    true
}

fn report_dash(diagnostics: &mut Diagnostics, file: FileId, line: &Line<'_>) -> bool {
    diagnostics
        .report(&YAML_SYNTAX, at(file, line.at, 1), "unexpected `-`, this is not a list")
        .hint("remove the `-`, and start the key in the same column as the others");
    true
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
    if let Some(tab) = line.tab {
        report_tab(diagnostics, at(file, tab, 1));
        return;
    }
    let length = line.key().map_or(1, |key| key.written.len());
    let message = "the line is indented more than the one above, which has a value already";
    diagnostics
        .report(&YAML_SYNTAX, at(file, line.at, length), message)
        .label(spaces(line.column))
        .related(at(file, head.at, 1), spaces(head.column))
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
        .report(&YAML_SYNTAX, at(file, line.at, 1), message)
        .label(spaces(line.column))
        .hint("start all keys of a mapping in the same column");
    if let Some(other) = other {
        report.related(at(file, other.at, 1), spaces(other.column));
    }
}

fn at(file: FileId, start: usize, length: usize) -> Span {
    // Larger files are refused before.
    Span { file, start: start as u32, end: (start + length) as u32 }
}

/// A value for a hint.
fn shortened(value: &str) -> &str {
    const LONGEST: usize = 40;
    let value = value.trim();
    if value.chars().nth(LONGEST).is_none() { value } else { "…" }
}
