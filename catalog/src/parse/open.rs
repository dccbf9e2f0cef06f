//! Parses `open`, which keeps the fields that a record or the data of an event does not list.

use super::node::{Expected, Place, boolean_word, text_as};
use crate::ast::{Field, Text};
use crate::diagnostic::Diagnostics;
use crate::names::EXTRA_FIELDS;
use crate::source::Spanned;
use crate::tree::{Entry, Kind, Style};

const OPEN: Expected = Expected { words: "true, false or a type", example: "true" };

/// The field of an open record or event; none for `open: false`, which is the default.
pub(crate) fn parse_open(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Field> {
    let Entry { key, value: node, .. } = entry;
    let word = match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => boolean_word(text),
        _ => None,
    };
    let ty = match word {
        Some(false) => return None,
        Some(true) => Some(Spanned { value: "json".to_owned(), span: node.span }),
        None => text_as(diagnostics, Place::key(&key), node, &OPEN),
    };
    let text = |value: &str| Text { value: value.to_owned(), span: key.span };
    Some(Field {
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
    })
}
