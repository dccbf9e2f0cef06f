//! Parses `open`, which keeps the fields that a record or the data of an event does not list.

use super::mapping::Mapping;
use super::node::{Expected, Place, boolean_meant, boolean_word, report_shape, text_as};
use crate::ast::{Field, Text};
use crate::diagnostic::Diagnostics;
use crate::names::EXTRA_FIELDS;
use crate::source::Span;
use crate::tree::{Entry, Kind, Style};

const OPEN: Expected = Expected { words: "true, false or a type", example: "true" };

/// The field of a record or event with this name if it is open: if it says so, or `default` and it
/// does not say.
pub(crate) fn parse_open(
    diagnostics: &mut Diagnostics,
    mapping: &mut Mapping,
    name: &Text,
    default: bool,
) -> Option<Field> {
    match mapping.take(diagnostics, "open") {
        Some(entry) => written(diagnostics, entry),
        None => default.then(|| extra(any(name.span), name.span)),
    }
}

/// None for `open: false`.
fn written(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Field> {
    let Entry { key, value: node, .. } = entry;
    let word = match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => text.as_str(),
        Kind::Scalar { .. } | Kind::List(_) | Kind::Map { .. } | Kind::Reported => "",
    };
    if let Some(meant) = boolean_meant(word) {
        let report = report_shape(diagnostics, Place::key(&key), &node, &OPEN)?;
        report.hint(format!("write `{meant}`")).fix(word, Some(meant.to_owned()));
        return None;
    }
    match boolean_word(word) {
        Some(false) => None,
        Some(true) => Some(extra(any(node.span), key.span)),
        None => Some(extra(text_as(diagnostics, Place::key(&key), node, &OPEN), key.span)),
    }
}

/// The type of fields of which nothing is known.
fn any(span: Span) -> Option<Text> {
    Some(Text { value: "json".to_owned(), span })
}

/// The field of what is open at this place: a map of values of the type.
fn extra(ty: Option<Text>, span: Span) -> Field {
    let text = |value: &str| Text { value: value.to_owned(), span };
    Field {
        name: text(EXTRA_FIELDS),
        broken: ty.is_none(),
        ty,
        wire: None,
        required: None,
        constant: None,
        description: Some(text("Fields that the catalog does not list.")),
        default: None,
        example: None,
        pii: None,
        deprecated: None,
        added: None,
        limits: None,
        properties: Box::default(),
        allow: Vec::new(),
        extra: true,
    }
}
