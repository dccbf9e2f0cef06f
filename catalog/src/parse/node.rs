//! Nodes into leaves: texts, booleans, numbers and lists, each with its complaints.

use crate::ast::Text;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::syntax::{EMPTY, WRONG_SHAPE};
use crate::source::{Span, Spanned};
use crate::tree::{Entry, Kind, Node, Style, is_null};

/// What a node belongs to, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    key: &'a str,
    /// Where to say that there is nothing.
    span: Span,
    item: bool,
}

impl<'a> Place<'a> {
    /// The value of a key.
    pub(crate) fn key(key: &'a Text) -> Self {
        Place { key: &key.value, span: key.span, item: false }
    }

    /// An item of a list.
    pub(crate) fn item(self, span: Span) -> Self {
        Place { span, item: true, ..self }
    }

    pub(crate) fn span(self) -> Span {
        self.span
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let item = if self.item { "an item of " } else { "" };
        write!(formatter, "{item}`{}`", self.key)
    }
}

/// Reports a node that is not what its place asks for, unless it was reported before.
pub(crate) fn report_shape<'d>(
    diagnostics: &'d mut Diagnostics,
    place: Place<'_>,
    node: &Node,
    expected: &str,
) -> Option<&'d mut Diagnostic> {
    let found = match &node.kind {
        Kind::Reported => {
            diagnostics.meet_reported();
            return None;
        }
        Kind::Scalar { text, style: Style::Plain } if is_null(text) => {
            let message = format!("{place} has no value, expected {expected}");
            return Some(diagnostics.report(&EMPTY, place.span, message));
        }
        Kind::Scalar { text, style } if text.chars().count() <= 30 && !text.contains('\n') => {
            let kind = if *style == Style::Plain { "" } else { "the text " };
            format!("{kind}`{text}`")
        }
        Kind::Scalar { .. } => "a text".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map { .. } => "a mapping".to_owned(),
    };
    let message = format!("{place} is {found}, expected {expected}");
    Some(diagnostics.report(&WRONG_SHAPE, node.span, message))
}

/// A text: any scalar as written, so that `no`, `1.10` and `2022-06-14` need no quotes.
/// Line ends behind a block of text are dropped.
pub(crate) fn text(diagnostics: &mut Diagnostics, place: Place<'_>, node: Node) -> Option<Text> {
    text_as(diagnostics, place, node, "a text")
}

/// As [`text`], with other words for what is expected.
pub(crate) fn text_as(
    diagnostics: &mut Diagnostics,
    place: Place<'_>,
    node: Node,
    expected: &str,
) -> Option<Text> {
    match node.kind {
        Kind::Scalar { text, style } if text.trim().is_empty() && style != Style::Plain => {
            let message = format!("{place} is an empty text");
            diagnostics.report(&EMPTY, node.span, message).hint("leave it out, or fill it in");
            None
        }
        Kind::Scalar { mut text, style } if style != Style::Plain || !is_null(&text) => {
            if style == Style::Block {
                text.truncate(text.trim_end().len());
            }
            Some(Spanned { value: text, span: node.span })
        }
        Kind::Scalar { text, .. } => {
            let message = format!("{place} has no value, expected {expected}");
            let report = diagnostics.report(&EMPTY, place.span, message);
            if !text.is_empty() {
                report.hint(format!("write `\"{text}\"` for the text, or leave it out"));
            }
            None
        }
        _ => {
            report_shape(diagnostics, place, &node, expected);
            None
        }
    }
}

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
    let report = report_shape(diagnostics, Place::key(&key), &node, "true or false")?;
    // What older YAML took for booleans.
    let meant = match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" => "true",
        "no" | "off" | "n" => "false",
        _ => return None,
    };
    report.hint(format!("write `{meant}`")).fix(meant);
    None
}

/// A whole number, not negative.
pub(crate) fn count(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Spanned<i64>> {
    let Entry { key, value: node, .. } = entry;
    if let Kind::Scalar { text, style: Style::Plain } = &node.kind
        && let Some(value) = text.parse().ok().filter(|value| *value >= 0)
    {
        return Some(Spanned { value, span: node.span });
    }
    report_shape(diagnostics, Place::key(&key), &node, "a whole number, 0 or more");
    None
}

/// One text or a list of them.
pub(crate) fn texts(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<Text> {
    let Entry { key, value: node, .. } = entry;
    let place = Place::key(&key);
    match node.kind {
        Kind::List(items) => items_of(diagnostics, place, items, text),
        _ => text_as(diagnostics, place, node, "a text or a list of texts").into_iter().collect(),
    }
}

/// A list, each item read by `read`; an item that fails is left out.
pub(crate) fn list<T>(
    diagnostics: &mut Diagnostics,
    entry: Entry,
    read: impl Fn(&mut Diagnostics, Place<'_>, Node) -> Option<T>,
) -> Vec<T> {
    let Entry { key, value: node, .. } = entry;
    let place = Place::key(&key);
    match node.kind {
        Kind::List(items) => items_of(diagnostics, place, items, read),
        _ => {
            report_shape(diagnostics, place, &node, "a list");
            Vec::new()
        }
    }
}

fn items_of<T>(
    diagnostics: &mut Diagnostics,
    place: Place<'_>,
    items: Vec<Node>,
    read: impl Fn(&mut Diagnostics, Place<'_>, Node) -> Option<T>,
) -> Vec<T> {
    if items.is_empty() {
        diagnostics.report(&EMPTY, place.span(), format!("{place} is an empty list"));
    }
    let read = |item: Node| read(diagnostics, place.item(item.span), item);
    items.into_iter().filter_map(read).collect()
}

/// What YAML's core schema reads as a boolean.
pub(crate) fn boolean_word(plain: &str) -> Option<bool> {
    match plain {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}
