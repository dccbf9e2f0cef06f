//! Parses the fields of records and the data of events.

use super::custom::custom;
use super::deprecation::parse_deprecation;
use super::mapping::{Mapping, entries, name};
use super::node::{Expected, Place, TEXT, report_shape, text_as};
use super::value::parse_value;
use super::waiver::waivers;
use super::{colon, comma};
use crate::ast::{Field, Limits, Text, Value};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::FIELD;
use crate::model::Format;
use crate::names;
use crate::rule::meaning::DUPLICATE_NAME;
use crate::sort;
use crate::tree::{Entry, Kind, Node, Style, is_null};
use crate::types;

/// The keys of all limits.
const LIMITS: [&str; 9] = [
    "precision",
    "scale",
    "min",
    "max",
    "multiple_of",
    "min_length",
    "max_length",
    "format",
    "pattern",
];

const TYPE: Expected = Expected { words: "a type or a mapping", example: "string" };

/// What to do instead of the type null.
const NULL: &str = "write a type, with a `?` if its value may be null: `string?`";

/// The fields of `fields` or `data`.
pub(crate) fn parse_fields(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<Field> {
    let Entry { key, value, .. } = entry;
    let example = if key.value == "data" { "{ user: UserData }" } else { "{ id: long }" };
    let expected = Expected { words: "a mapping from names to types", example };
    let fields = entries(diagnostics, Place::key(&key).required(), value, &expected);
    let mut fields = fields.unwrap_or_default();
    if fields.iter().any(|field| field.key.value.ends_with(['>', '?'])) {
        comma::join(diagnostics, &mut fields);
    }
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(is_part);
    colon::split(diagnostics, is_name, &mut fields);
    // Not flattened, so that the vector is allocated with the exact size.
    let mut fields = fields.into_iter().map(|entry| parse_field(diagnostics, entry)).collect();
    report_same(diagnostics, &mut fields);
    fields
}

/// Reports and removes a field whose key has dots and that has the name of another one.
fn report_same(diagnostics: &mut Diagnostics, fields: &mut Vec<Field>) {
    if !fields.iter().any(is_dotted) {
        return;
    }
    let others = fields.iter().filter(|field| !is_dotted(field));
    let mut taken = sort::map(others.map(|field| (field.name.value.clone(), field.name.span)));
    fields.retain(|field| {
        let (name, Some(key)) = (&field.name, &field.wire) else { return true };
        let first = is_dotted(field).then(|| taken.insert(name.value.clone(), name.span)).flatten();
        let Some(first) = first else { return true };
        let message = format!("`{}` has the name `{}`, as another field", key.value, name.value);
        diagnostics
            .report(&DUPLICATE_NAME, name.span, message)
            .related(first, "the other field")
            .hint(format!("give it a name of its own, with `wire: {}`", key.value));
        false
    });
}

/// True for a field whose name on the wire is its key.
fn is_dotted(field: &Field) -> bool {
    field.wire.as_ref().is_some_and(|wire| wire.span == field.name.span)
}

/// A field: a type or a mapping. Its name is kept even if the rest is malformed.
fn parse_field(diagnostics: &mut Diagnostics, entry: Entry) -> Field {
    let before = diagnostics.error_count();
    let Entry { key, value, repeated } = entry;
    let name = name(diagnostics, key);
    if repeated {
        diagnostics.meet_reported();
    }
    if let Kind::Map { .. } = value.kind {
        return described(diagnostics, name, value, before);
    }
    let place = Place::key(&name).required();
    let ty = ty(diagnostics, place, value, &TYPE, NULL);
    let (name, wire) = dotted(name);
    Field {
        name,
        ty,
        wire,
        required: None,
        constant: None,
        description: None,
        default: None,
        example: None,
        pii: None,
        deprecated: None,
        added: None,
        limits: None,
        properties: Box::default(),
        allow: Vec::new(),
        extra: false,
        broken: diagnostics.error_count() > before,
    }
}

/// The name of a field, and its name on the wire if its key has dots.
fn dotted(key: Text) -> (Text, Option<Text>) {
    match names::without_dots(&key.value) {
        Some(name) => (Text { value: name, span: key.span }, Some(key)),
        None => (key, None),
    }
}

/// A type, which other languages write in brackets if it is a list. `null` says what to do instead
/// of the type null, which a catalog does not have.
pub(super) fn ty(
    diagnostics: &mut Diagnostics,
    place: Place<'_>,
    node: Node,
    expected: &Expected,
    null: &str,
) -> Option<Text> {
    let hint = match &node.kind {
        Kind::Scalar { text, style: Style::Plain } if !node.is_bare() && is_null(text) => {
            null.to_owned()
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Map { .. } | Kind::Reported => {
            match bracketed(&node) {
                Some(meant) => place.hint(&meant),
                None => return text_as(diagnostics, place, node, expected),
            }
        }
    };
    report_shape(diagnostics, place, &node, expected)?.hint(hint);
    None
}

/// `list<Line>` for `[Line]`.
fn bracketed(node: &Node) -> Option<String> {
    let Kind::List(items) = &node.kind else { return None };
    let item = match items.as_slice() {
        [Node { kind: Kind::Scalar { text, .. }, .. }] if types::parse(text).is_ok() => {
            Some(text.clone())
        }
        [item] => bracketed(item),
        _ => None,
    };
    Some(format!("list<{}>", item.as_deref().unwrap_or("T")))
}

fn described(diagnostics: &mut Diagnostics, name: Text, node: Node, before: usize) -> Field {
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), node, &FIELD);
    let (name, wire) = if mapping.has("wire") { (name, None) } else { dotted(name) };
    Field {
        ty: mapping.take(diagnostics, "type").and_then(|entry| {
            ty(diagnostics, Place::key(&entry.key).required(), entry.value, &TEXT, NULL)
        }),
        wire: mapping.text(diagnostics, "wire").or(wire),
        required: mapping.boolean(diagnostics, "required"),
        constant: value(diagnostics, &mut mapping, "const").map(Box::new),
        description: mapping.text(diagnostics, "description"),
        default: value(diagnostics, &mut mapping, "default").map(Box::new),
        example: value(diagnostics, &mut mapping, "example").map(Box::new),
        pii: mapping.boolean(diagnostics, "pii"),
        deprecated: mapping
            .take(diagnostics, "deprecated")
            .and_then(|entry| parse_deprecation(diagnostics, entry)),
        added: mapping.text(diagnostics, "added"),
        limits: limits(diagnostics, &mut mapping),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        extra: false,
        broken: diagnostics.error_count() > before,
        name,
    }
}

/// The limits of a field or scalar, if it has any.
pub(crate) fn limits(diagnostics: &mut Diagnostics, mapping: &mut Mapping) -> Option<Box<Limits>> {
    if !LIMITS.iter().any(|key| mapping.has(key)) {
        return None;
    }
    Some(Box::new(Limits {
        precision: value(diagnostics, mapping, "precision"),
        scale: value(diagnostics, mapping, "scale"),
        min: value(diagnostics, mapping, "min"),
        max: value(diagnostics, mapping, "max"),
        multiple_of: value(diagnostics, mapping, "multiple_of"),
        min_length: value(diagnostics, mapping, "min_length"),
        max_length: value(diagnostics, mapping, "max_length"),
        format: mapping.word(diagnostics, "format", Format::NAMES),
        pattern: mapping.text(diagnostics, "pattern"),
    }))
}

fn value(diagnostics: &mut Diagnostics, mapping: &mut Mapping, key: &'static str) -> Option<Value> {
    let entry = mapping.take(diagnostics, key)?;
    parse_value(diagnostics, entry)
}
