//! Reads strings, booleans, numbers and lists from nodes.

use crate::ast::Text;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::shape::{EMPTY, UNKNOWN_WORD, WRONG_SHAPE};
use crate::source::{Span, Spanned};
use crate::suggest::{Near, closest};
use crate::tree::{Entry, Kind, Node, Style, is_null};

/// What contains a node, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    key: &'a str,
    /// Where an empty value is reported.
    span: Span,
    item: bool,
    required: bool,
}

/// What is expected at a place.
#[derive(Clone, Copy)]
pub(crate) struct Expected {
    /// In messages: `a string`.
    pub(crate) words: &'static str,
    /// In hints, after the key: `"…"`.
    pub(crate) example: &'static str,
}

/// A string.
pub(crate) const TEXT: Expected = Expected { words: "a string", example: "\"…\"" };

impl<'a> Place<'a> {
    /// The value of a key.
    pub(crate) fn key(key: &'a Text) -> Self {
        Place { key: &key.value, span: key.span, item: false, required: false }
    }

    /// An item of a list.
    pub(crate) fn item(self, span: Span) -> Self {
        Place { span, item: true, ..self }
    }

    /// The same, for a required key.
    pub(crate) fn required(self) -> Self {
        Place { required: true, ..self }
    }

    pub(crate) fn span(self) -> Span {
        self.span
    }

    /// What to write here.
    pub(crate) fn hint(self, example: &str) -> String {
        match self.item {
            true => format!("write `- {example}`"),
            false => format!("write `{}: {example}`", self.key),
        }
    }

    /// What else can be done if something is missing.
    fn or_leave_out(self) -> &'static str {
        match (self.item, self.required) {
            (true, _) => ", or remove the item",
            (false, true) => "",
            (false, false) => ", or leave it out",
        }
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let item = if self.item { "an item of " } else { "" };
        write!(formatter, "{item}`{}`", self.key)
    }
}

/// Reports a node that is not what is expected, unless it was reported before.
pub(crate) fn report_shape<'d>(
    diagnostics: &'d mut Diagnostics,
    place: Place<'_>,
    node: &Node,
    expected: &Expected,
) -> Option<&'d mut Diagnostic> {
    let words = expected.words;
    let found = match &node.kind {
        Kind::Reported => {
            diagnostics.meet_reported();
            return None;
        }
        Kind::Scalar { text, style: Style::Plain } if is_null(text) => {
            let message = format!("{place} has no value, expected {words}");
            let hint = place.hint(expected.example) + place.or_leave_out();
            return Some(diagnostics.report(&EMPTY, place.span, message).hint(hint));
        }
        Kind::Scalar { text, style } if text.chars().count() <= 30 && !text.contains('\n') => {
            let kind = if *style == Style::Plain { "" } else { "the string " };
            format!("{kind}`{text}`")
        }
        Kind::Scalar { .. } => "a string".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map { .. } => "a mapping".to_owned(),
    };
    let message = format!("{place} is {found}, expected {words}");
    let hint = match &node.kind {
        Kind::List(items) if words.starts_with("a mapping") && items.iter().all(is_named) => {
            "remove the `-` before each name".to_owned()
        }
        _ => place.hint(expected.example),
    };
    Some(diagnostics.report(&WRONG_SHAPE, node.span, message).hint(hint))
}

/// True for a mapping that begins with a name, of which a list is probably meant as a mapping.
fn is_named(item: &Node) -> bool {
    let Kind::Map { entries, .. } = &item.kind else { return false };
    entries.first().is_some_and(|first| match first.value.kind {
        Kind::Map { .. } => true,
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => first.value.is_bare(),
    })
}

/// A string: any scalar as written, so that `no`, `1.10` and `2022-06-14` need no quotes.
/// Line ends at the end of a block are removed.
pub(crate) fn text(diagnostics: &mut Diagnostics, place: Place<'_>, node: Node) -> Option<Text> {
    text_as(diagnostics, place, node, &TEXT)
}

/// Like [`text`], with another description of what is expected.
pub(crate) fn text_as(
    diagnostics: &mut Diagnostics,
    place: Place<'_>,
    node: Node,
    expected: &Expected,
) -> Option<Text> {
    match node.kind {
        Kind::Scalar { text, style } if text.trim().is_empty() && style != Style::Plain => {
            let message = format!("{place} is an empty string");
            let hint = format!("fill it in{}", place.or_leave_out());
            diagnostics.report(&EMPTY, node.span, message).hint(hint);
            None
        }
        Kind::Scalar { mut text, style } if style != Style::Plain || !is_null(&text) => {
            if style == Style::Block {
                text.truncate(text.trim_end().len());
            }
            Some(Spanned { value: text, span: node.span })
        }
        Kind::Scalar { ref text, .. } if !text.is_empty() => {
            let hint = format!("write `\"{text}\"` for the string{}", place.or_leave_out());
            report_shape(diagnostics, place, &node, expected)?.hint(hint);
            None
        }
        _ => {
            report_shape(diagnostics, place, &node, expected);
            None
        }
    }
}

const BOOLEAN: Expected = Expected { words: "true or false", example: "true" };
const COUNT: Expected = Expected { words: "a whole number, 0 or more", example: "0" };
const TEXTS: Expected = Expected { words: "a string or a list of strings", example: "[\"…\"]" };

/// `true` or `false`.
pub(crate) fn boolean(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Spanned<bool>> {
    let Entry { key, value: node, .. } = entry;
    let word = match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => text.as_str(),
        _ => "",
    };
    if let Some(value) = boolean_word(word) {
        return Some(Spanned { value, span: node.span });
    }
    let report = report_shape(diagnostics, Place::key(&key), &node, &BOOLEAN)?;
    if let Some(meant) = boolean_meant(word) {
        report.hint(format!("write `{meant}`")).fix(word, Some(meant.to_owned()));
    }
    None
}

/// The boolean that a word is in YAML 1.1.
pub(crate) fn boolean_meant(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" => Some("true"),
        "no" | "off" | "n" => Some("false"),
        _ => None,
    }
}

/// One of `words`.
pub(crate) fn word(
    diagnostics: &mut Diagnostics,
    entry: Entry,
    words: &'static [&'static str],
) -> Option<Text> {
    let Entry { key, value, .. } = entry;
    word_of(diagnostics, &key.value, Place::key(&key), value, words)
}

/// A list of words such as those of [`word`].
pub(crate) fn words(
    diagnostics: &mut Diagnostics,
    entry: Entry,
    words: &'static [&'static str],
) -> Vec<Text> {
    list(diagnostics, entry, "[event, record]", |diagnostics, place, node| {
        word_of(diagnostics, "kind of item", place, node, words)
    })
}

fn word_of(
    diagnostics: &mut Diagnostics,
    what: &str,
    place: Place<'_>,
    node: Node,
    words: &'static [&'static str],
) -> Option<Text> {
    let word = text(diagnostics, place, node)?;
    if words.contains(&word.value.as_str()) {
        return Some(word);
    }
    let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let near = closest(&word.value, words.iter().copied());
    let example = format!("{}: {}", place.key, words[0]);
    let expected = match listed.len() {
        ..3 => listed.join(" or "),
        _ => format!("one of {}", listed.join(", ")),
    };
    report_word(diagnostics, &word, what, &expected, near, &example);
    None
}

/// Reports a word that is none of those `expected` for a `what`; `near` is the one that is meant.
pub(crate) fn report_word(
    diagnostics: &mut Diagnostics,
    word: &Text,
    what: &str,
    expected: &str,
    near: Option<Near<'_>>,
    example: &str,
) {
    let found = &word.value;
    let message = format!("`{found}` is not a valid {what}, expected {expected}");
    let report = diagnostics.report(&UNKNOWN_WORD, word.span, message);
    match near {
        Some(near) => report.hint(format!("did you mean `{}`?", near.word)).fix(found, near.fix()),
        None => report.hint(format!("write `{example}`")),
    };
}

/// A whole number, not negative.
pub(crate) fn count(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Spanned<i64>> {
    let Entry { key, value: node, .. } = entry;
    if let Kind::Scalar { text, style: Style::Plain } = &node.kind
        && let Some(value) = text.parse().ok().filter(|value| *value >= 0)
    {
        return Some(Spanned { value, span: node.span });
    }
    report_shape(diagnostics, Place::key(&key), &node, &COUNT);
    None
}

/// A string or a list of strings.
pub(crate) fn texts(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<Text> {
    let Entry { key, value: node, .. } = entry;
    let place = Place::key(&key);
    match node.kind {
        Kind::List(items) => items_of(diagnostics, place, items, TEXTS.example, text),
        _ => text_as(diagnostics, place, node, &TEXTS).into_iter().collect(),
    }
}

/// A list such as `example`. Each item is read with `read`, and left out if that fails.
pub(crate) fn list<T>(
    diagnostics: &mut Diagnostics,
    entry: Entry,
    example: &'static str,
    read: impl Fn(&mut Diagnostics, Place<'_>, Node) -> Option<T>,
) -> Vec<T> {
    let Entry { key, value: node, .. } = entry;
    let place = Place::key(&key);
    match node.kind {
        Kind::List(items) => items_of(diagnostics, place, items, example, read),
        _ => {
            report_shape(diagnostics, place, &node, &Expected { words: "a list", example });
            Vec::new()
        }
    }
}

/// The items of a list such as `example`.
pub(crate) fn items_of<T>(
    diagnostics: &mut Diagnostics,
    place: Place<'_>,
    items: Vec<Node>,
    example: &'static str,
    read: impl Fn(&mut Diagnostics, Place<'_>, Node) -> Option<T>,
) -> Vec<T> {
    if items.is_empty() {
        let hint = place.hint(example);
        diagnostics
            .report(&EMPTY, place.span(), format!("{place} is an empty list"))
            .hint(hint + place.or_leave_out());
    }
    let read = |item: Node| read(diagnostics, place.item(item.span), item);
    items.into_iter().filter_map(read).collect()
}

/// The boolean that a plain scalar is in YAML's core schema.
pub(crate) fn boolean_word(plain: &str) -> Option<bool> {
    match plain {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}
