//! Parses the entries of `enums`.

use super::custom::custom;
use super::deprecation::parse_deprecation;
use super::mapping::{Mapping, entries, name};
use super::node::{Expected, Place, items_of, list, report_shape, text, text_as};
use super::value::plain as plain_value;
use super::waiver::waivers;
use crate::ast::{Enum, EnumValue, Text, Value, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::{ENUM, ENUM_VALUE};
use crate::lookalike::Lookalike;
use crate::rule::meaning::NAME_SHAPE;
use crate::rule::shape::{EMPTY, WRONG_SHAPE};
use crate::tree::{Entry, Kind, Node, Style};

const VALUES: Expected = Expected {
    words: "a list of strings, or a mapping from strings to descriptions",
    example: "[honor, audit]",
};
const WIRE: Expected = Expected { words: "a string or a whole number", example: "\"+1\"" };
const ALIASES: &str = "[old, older]";
const DESCRIPTION: Expected = Expected { words: "a description or `{}`", example: "{}" };

/// An enum; its name is kept even if the rest is malformed.
pub(crate) fn parse_enum(diagnostics: &mut Diagnostics, entry: Entry) -> Enum {
    let before = diagnostics.error_count();
    let Entry { key, value, repeated } = entry;
    let name = name(diagnostics, key);
    if repeated {
        diagnostics.meet_reported();
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &ENUM);
    let values = mapping.take(diagnostics, "values");
    Enum {
        avro_name: mapping.text(diagnostics, "avro_name"),
        open: mapping.boolean(diagnostics, "open"),
        default: mapping.text(diagnostics, "default"),
        values: values.map(|entry| parse_values(diagnostics, entry)).unwrap_or_default(),
        description: mapping.text(diagnostics, "description"),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        broken: diagnostics.error_count() > before,
        name,
    }
}

fn parse_values(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<EnumValue> {
    let before = diagnostics.error_count();
    let Entry { key, value, .. } = entry;
    let place = Place::key(&key).required();
    if let Some(hint) = mixed(&value) {
        let message = "`values` is neither a list of strings nor a mapping to descriptions";
        diagnostics.report(&WRONG_SHAPE, key.span, message).hint(hint);
        return Vec::new();
    }
    if let Kind::List(items) = value.kind {
        let values = items_of(diagnostics, place, items, VALUES.example, text);
        refuse_quotes(diagnostics, &values);
        return values.into_iter().map(|value| plain(value, None)).collect();
    }
    let Some(values) = entries(diagnostics, place, value, &VALUES) else {
        return Vec::new();
    };
    refuse_quotes(diagnostics, values.iter().map(|entry| &entry.key));
    if values.is_empty() && diagnostics.error_count() == before {
        diagnostics
            .report(&EMPTY, key.span, format!("`values` is empty, expected {}", VALUES.words))
            .hint(format!("write `values: {}`", VALUES.example));
    }
    values.into_iter().map(|entry| parse_described(diagnostics, entry)).collect()
}

/// What to write instead of a list of values with descriptions, or of values in braces without.
fn mixed(node: &Node) -> Option<&'static str> {
    let is_described =
        |item: &Node| matches!(&item.kind, Kind::Map { entries, .. } if entries.len() == 1);
    match &node.kind {
        Kind::List(items) if !items.is_empty() && items.iter().all(is_described) => {
            Some("remove the `-` before each value")
        }
        Kind::Map { entries, .. }
            if entries.len() > 1 && entries.iter().all(|entry| entry.value.is_bare()) =>
        {
            Some("write the values in a list: `[honor, audit]`")
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Map { .. } | Kind::Reported => None,
    }
}

/// Reports quotes around values that YAML reads as characters. Those of one enum are one mistake.
fn refuse_quotes<'v>(diagnostics: &mut Diagnostics, values: impl IntoIterator<Item = &'v Text>) {
    let quoted = |value: &'v Text| Lookalike::around(value).map(|quote| (quote, value.span));
    if let Some((quote, span)) = values.into_iter().find_map(quoted) {
        quote.report(diagnostics, &NAME_SHAPE, span);
    }
}

fn parse_described(diagnostics: &mut Diagnostics, entry: Entry) -> EnumValue {
    let Entry { key, value: node, repeated } = entry;
    if repeated {
        diagnostics.meet_reported();
    }
    if let Kind::Scalar { .. } = node.kind {
        let description = text_as(diagnostics, Place::key(&key).required(), node, &DESCRIPTION);
        return plain(key, description);
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), node, &ENUM_VALUE);
    let deprecated = mapping.take(diagnostics, "deprecated");
    let wire = mapping.take(diagnostics, "wire");
    let aliases = mapping.take(diagnostics, "aliases");
    EnumValue {
        wire: wire.and_then(|entry| on_wire(diagnostics, Place::key(&entry.key), entry.value)),
        aliases: aliases
            .map(|entry| list(diagnostics, entry, ALIASES, on_wire))
            .unwrap_or_default(),
        description: mapping.text(diagnostics, "description"),
        deprecated: deprecated.and_then(|entry| parse_deprecation(diagnostics, entry)),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        value: key,
    }
}

fn plain(value: Text, description: Option<Text>) -> EnumValue {
    EnumValue {
        value,
        wire: None,
        aliases: Vec::new(),
        description,
        deprecated: None,
        properties: Box::default(),
        allow: Vec::new(),
    }
}

/// A string or a whole number.
fn on_wire(diagnostics: &mut Diagnostics, place: Place<'_>, node: Node) -> Option<Value> {
    let kind = match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => plain_value(text.clone()),
        Kind::Scalar { text, .. } => ValueKind::String(text.clone()),
        Kind::List(_) | Kind::Map { .. } | Kind::Reported => ValueKind::Null,
    };
    match kind {
        ValueKind::Int(_) | ValueKind::String(_) => Some(Value { kind, span: node.span }),
        ValueKind::Null
        | ValueKind::Bool(_)
        | ValueKind::Float(_)
        | ValueKind::List(_)
        | ValueKind::Map(_) => {
            report_shape(diagnostics, place, &node, &WIRE);
            None
        }
    }
}
