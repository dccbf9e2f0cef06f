//! Finds what a person did, where the scanner only says what it did not expect.

use crate::diagnostic::Diagnostic;
use crate::language::constructs::FIELD;
use crate::lookalike::Lookalike;
use crate::source::{Span, start_of_line};

/// What is tried, in this order.
const CAUSES: [fn(&str, usize) -> Option<Cause>; 5] =
    [lookalike, square_brackets, missing_comma, missing_brace, after_bracket];

/// A better explanation, with its bytes in the line.
struct Cause {
    at: usize,
    length: usize,
    message: String,
    hint: String,
}

/// Where an error is.
pub(super) enum Where {
    /// After a closing quote.
    AfterQuote,
    /// Somewhere else.
    Elsewhere,
}

/// Explains an error at the byte `at` by the line that it is on, if that shows the cause.
pub(super) fn explain(report: &mut Diagnostic, place: Where, text: &str, at: usize) {
    let start = start_of_line(text, at);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let line = &text[start..end];
    let mut found = CAUSES.iter().find_map(|cause| cause(line, at - start));
    if let Where::AfterQuote = place {
        found = found.or_else(|| after_quote(line, at - start));
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
    let is_inner = |letter: char| is_part(letter) || ", ".contains(letter);
    let open = at.checked_sub(1).filter(|before| line.as_bytes()[*before] == b'[').unwrap_or(at);
    let rest = line.get(open..)?.strip_prefix('[')?;
    let word = &line[line[..open].trim_end_matches(is_part).len()..open];
    let (inner, rest) = rest.split_once(']').filter(|(inner, _)| inner.chars().all(is_inner))?;
    let after = &rest[..rest.len() - rest.trim_start_matches(is_part).len()];
    let ty = crate::types::angled(word, inner, after)?;
    Some(Cause {
        at: open - word.len(),
        length: word.len() + inner.len() + after.len() + 2,
        message: "a type has angle brackets".to_owned(),
        hint: format!("write `{ty}`"),
    })
}

/// A key in braces after a value without a comma.
fn missing_comma(line: &str, at: usize) -> Option<Cause> {
    let before = line.get(..at).filter(|_| line[at..].starts_with(':'))?;
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let rest = before.trim_end_matches(is_part);
    let (key, value) = (&before[rest.len()..], rest.trim_end());
    let is_inside = value.rfind(['{', '}']).is_some_and(|at| value[at..].starts_with('{'));
    if key.is_empty() || value.len() == rest.len() || value.ends_with([',', '{']) || !is_inside {
        return None;
    }
    let hint = match value.ends_with(';') {
        true => "write `,` instead of `;`".to_owned(),
        false => format!("put a comma before `{key}`, or quotes around a string with `: `"),
    };
    let message = format!("expected `,` or `}}` before the key `{key}`");
    Some(Cause { at: rest.len(), length: key.len(), message, hint })
}

/// A key of a field as the first word of a value: its brace is missing.
fn missing_brace(line: &str, at: usize) -> Option<Cause> {
    let before = line.get(..at).filter(|_| line[at..].starts_with(": "))?;
    let (owner, key) = before.rsplit_once(": ")?;
    FIELD.key(key.trim_start())?;
    let start = at - key.trim_start().len();
    let key = &before[start..];
    let owner = owner.trim_start();
    let hint = match line.trim_end().ends_with('}') {
        true => format!("write `{owner}: {{ {key}: …`"),
        false => format!("write `{owner}: {{ {key}: … }}`, or quotes around a string with `: `"),
    };
    Some(Cause {
        at: start,
        length: key.len(),
        message: format!("expected `{{` before the key `{key}`"),
        hint,
    })
}

/// A string that starts with a bracket, outside of brackets.
fn after_bracket(line: &str, at: usize) -> Option<Cause> {
    let before = line.get(..at)?.trim_end();
    let (_, value) = before.split_once(": ")?;
    let (open, close) = [('[', ']'), ('{', '}')]
        .into_iter()
        .find(|(open, close)| value.trim_start().starts_with(*open) && value.ends_with(*close))?;
    let count = |sign: char| value.matches(sign).count();
    let is_after = line[at..].starts_with(|next| !"]}".contains(next));
    (count(open) == count(close) && is_after).then(|| Cause {
        at,
        length: 0,
        message: format!("unexpected characters after the `{close}`"),
        hint: format!("put quotes around a string that starts with `{open}`"),
    })
}

/// A quoted string that goes on after a quote: there is a comma as in JSON, or one quote of the
/// line has no partner.
fn after_quote(line: &str, at: usize) -> Option<Cause> {
    if line.get(at..)?.trim_end() == "," {
        let message = "unexpected `,` at the end of the line".to_owned();
        let hint = "remove it: outside of brackets, there are no commas".to_owned();
        return Some(Cause { at, length: 1, message, hint });
    }
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
