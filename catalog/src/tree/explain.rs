//! Finds what a person did, where the scanner only says what it did not expect.

use super::scan_error::AFTER_QUOTE;
use crate::diagnostic::Diagnostic;
use crate::lookalike::Lookalike;
use crate::source::Span;

/// What is tried, in this order.
const CAUSES: [fn(&str, usize) -> Option<Cause>; 2] = [lookalike, square_brackets];

/// A better explanation, with its bytes in the line.
struct Cause {
    at: usize,
    length: usize,
    message: String,
    hint: String,
}

/// Explains an error at the byte `at` by the line that it is on, if that shows the cause.
pub(super) fn explain(report: &mut Diagnostic, text: &str, at: usize) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let line = &text[start..end];
    let mut found = CAUSES.iter().find_map(|cause| cause(line, at - start));
    if report.message == AFTER_QUOTE {
        found = found.or_else(|| odd_quotes(line, at - start));
    }
    let Some(cause) = found else { return };
    let start = (start + cause.at) as u32;
    report.span = Span { start, end: start + cause.length as u32, ..report.span };
    report.message = cause.message;
    report.label.clear();
    report.related.clear();
    report.hint(cause.hint);
}

/// A character that looks like a sign of YAML.
fn lookalike(line: &str, _: usize) -> Option<Cause> {
    let mut all = line.char_indices().filter(|(_, letter)| !letter.is_ascii());
    let (at, found) = all.find_map(|(at, letter)| {
        let found = Lookalike::of(letter)?;
        let is_first = line[..at].trim_end_matches(' ').ends_with([':', '{', '[', ',', '-']);
        let is_sign = match found.ascii {
            "\"" | "'" => is_first,
            "" | "." | "-" | "_" => false,
            sign => !sign.starts_with(char::is_alphanumeric),
        };
        is_sign.then_some((at, found))
    })?;
    let message = match found.ascii {
        " " => format!("{} is not a space", found.named()),
        ascii => format!("{} is not `{ascii}`", found.named()),
    };
    Some(Cause { at, length: found.character.len_utf8(), message, hint: found.hint() })
}

/// `list[T]` or `T[]` in a mapping in braces.
fn square_brackets(line: &str, at: usize) -> Option<Cause> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_.<>?".contains(letter);
    let open = at.checked_sub(1).filter(|before| line.as_bytes()[*before] == b'[').unwrap_or(at);
    let rest = line.get(open..)?.strip_prefix('[')?;
    let word = &line[line[..open].trim_end_matches(is_part).len()..open];
    let inner = rest.split_once(']').map(|(inner, _)| inner).filter(|inner| inner.chars().all(is_part))?;
    let ty = crate::types::angled(word, inner)?;
    Some(Cause {
        at: open - word.len(),
        length: word.len() + inner.len() + 2,
        message: "a type has no square brackets".to_owned(),
        hint: format!("write `{ty}`"),
    })
}

/// A quoted string that goes on after a quote, in a line where one quote has no partner.
fn odd_quotes(line: &str, at: usize) -> Option<Cause> {
    let quote = line.get(..at)?.chars().rev().find(|letter| matches!(letter, '"' | '\''))?;
    if line.matches(quote).count() % 2 == 0 {
        return None;
    }
    let inside = if quote == '"' { "\\\"" } else { "''" };
    Some(Cause {
        at,
        length: 0,
        message: "a quoted string in this line is not closed, or has a quote inside".to_owned(),
        hint: format!("add the missing `{quote}`, or write `{inside}` for a quote inside"),
    })
}
