//! Finds values in brackets that a comma has cut in two.

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::lookalike::Lookalike;
use crate::rule::shape::UNKNOWN_KEY;
use crate::source::Span;
use crate::tree::{Entry, Kind, Node, Style};

/// Joins the values of a mapping that have a comma and no quotes: `{ type: map<string, int> }` has
/// the key `int>`. A type is reported when it is read, another string is reported here.
pub(super) fn join(diagnostics: &mut Diagnostics, entries: &mut Vec<Entry>) {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in std::mem::take(entries) {
        let cut = kept.iter().rposition(|entry| !entry.value.is_bare()).filter(|_| is_rest(&entry));
        let Some(first) = cut.and_then(|index| plain(&kept[index].value)) else {
            kept.push(entry);
            continue;
        };
        let index = cut.unwrap_or_default();
        let whole = kept[index + 1..].iter().chain([&entry]).fold(first, |whole, part| {
            let gap = part.key.span.start.saturating_sub(whole.span.end);
            let comma = if gap < 2 { "," } else { ", " };
            let span = Span { end: part.key.span.end, ..whole.span };
            Text { value: whole.value + comma + &part.key.value, span }
        });
        // A quote after a colon without a space was reported.
        let is_quoted = whole.value.starts_with(['"', '\'']);
        let key = &kept[index].key.value;
        // With quotes it would still be no type.
        let is_type = whole.value.contains('<') || matches!(key.as_str(), "type" | "base");
        if !is_type && !is_quoted {
            report(diagnostics, key, &whole, &entry.key);
        }
        kept.truncate(index + 1);
        let kind = Kind::Scalar { text: whole.value, style: Style::Plain };
        kept[index].value = Node { kind, span: whole.span };
    }
    *entries = kept;
}

fn report(diagnostics: &mut Diagnostics, key: &str, whole: &Text, rest: &Text) {
    let quote = whole.value.chars().next().and_then(Lookalike::of);
    if let Some(quote) = quote.filter(|quote| quote.ascii == "\"" || quote.ascii == "'") {
        quote.report(diagnostics, &UNKNOWN_KEY, whole.span);
        return;
    }
    let message =
        format!("a string without quotes ends at a comma, so `{}` is read as a key", rest.value);
    diagnostics
        .report(&UNKNOWN_KEY, rest.span, message)
        .hint(format!("put quotes around the value of `{key}`"));
}

/// A string without quotes.
fn plain(node: &Node) -> Option<Text> {
    match &node.kind {
        Kind::Scalar { text, style: Style::Plain } if !text.is_empty() => {
            Some(Text { value: text.clone(), span: node.span })
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Map { .. } | Kind::Reported => None,
    }
}

/// True for a key without a value that is not a word, so it is the rest of a string.
fn is_rest(entry: &Entry) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    entry.value.is_bare() && !entry.key.value.chars().all(is_word)
}
