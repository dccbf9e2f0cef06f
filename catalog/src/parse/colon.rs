//! Finds keys in braces that have no right colon after them.

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::lookalike::{self, Lookalike};
use crate::rule::yaml::YAML_SYNTAX;
use crate::source::Span;
use crate::tree::{Entry, Kind, Node, Style, unquoted};

/// Reads `{ min 1 }`, `{ min = 1 }`, `{ min; 1 }` and `{ min:1 }`, which have one key without a value, as
/// `{ min: 1 }`.
pub(super) fn split(
    diagnostics: &mut Diagnostics,
    is_key: impl Fn(&str) -> bool,
    entries: &mut [Entry],
) {
    for entry in entries.iter_mut() {
        before_brace(diagnostics, &is_key, entry);
    }
    for entry in entries.iter_mut().filter(|entry| entry.value.is_bare()) {
        let Text { value: text, span } = &entry.key;
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let rest = text.trim_start_matches(is_part);
        let (name, after) = (&text[..text.len() - rest.len()], rest.trim_start());
        let sign = after.chars().next().filter(|sign| {
            let looks_like = Lookalike::of(*sign).is_some_and(|sign| sign.ascii == ":");
            matches!(sign, ':' | '=' | ';') || looks_like
        });
        let value = after[sign.map_or(0, char::len_utf8)..].trim();
        // A key in quotes is longer in the file.
        let is_plain = (span.end - span.start) as usize == text.len();
        let is_cut = is_plain && !value.is_empty() && (sign.is_some() || after.len() < rest.len());
        if !is_key(name) || !is_cut {
            continue;
        }
        let expected = format!("expected `:` after the key `{name}`");
        let message = match sign {
            None => expected,
            Some(':') => lookalike::expected_space(&after[1..]),
            Some(sign) => format!("{expected}, found `{sign}`"),
        };
        // A string in quotes may be cut at a comma.
        let shown = if value.starts_with(['"', '\'']) { "…" } else { value };
        let hint = format!("write `{name}: {shown}`");
        diagnostics.report(&YAML_SYNTAX, *span, message).hint(hint);
        let key = Span { end: span.start + name.len() as u32, ..*span };
        let at = Span { start: span.end - value.len() as u32, ..*span };
        let (text, style) = match unquoted(value) {
            Some(inner) => (inner.to_owned(), Style::Quoted),
            None => (value.to_owned(), Style::Plain),
        };
        let kind = Kind::Scalar { text, style };
        let value = Node { kind, span: at };
        entry.key = Text { value: name.to_owned(), span: key };
        entry.value = value;
    }
}

/// Reports `data { user: User }`, which has the key `data { user`.
fn before_brace(diagnostics: &mut Diagnostics, is_key: impl Fn(&str) -> bool, entry: &mut Entry) {
    let Text { value, span } = &entry.key;
    let Some((name, _)) = value.split_once(" {").filter(|(name, _)| is_key(name)) else { return };
    let span = Span { end: span.start + name.len() as u32, ..*span };
    diagnostics
        .report(&YAML_SYNTAX, span, format!("expected `:` after the key `{name}`"))
        .hint(format!("write `{name}: {{ … }}`"));
    entry.key = Text { value: name.to_owned(), span };
    entry.value.kind = Kind::Reported;
}
