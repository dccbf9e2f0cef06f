//! What the values of enums are on the wire.

use std::collections::{BTreeMap, HashMap};

use crate::ast::{self, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::model::{AvroProfile, Primitive, Unknown, Value};
use crate::resolve::bind::did_you_mean;
use crate::resolve::index::Index;
use crate::rule::meaning::{DUPLICATE_NAME, ENUM_DEFAULT, WIRE_KINDS};
use crate::source::Span;
use crate::suggest::{Near, closest};

/// What a value is on the wire: its name, unless the catalog says otherwise.
pub(crate) fn on_wire(value: &ast::EnumValue) -> Value {
    let written = value.wire.as_ref().and_then(read);
    written.unwrap_or_else(|| Value::String(value.value.value.clone()))
}

/// A string or whole number; the parser reports any other value.
pub(crate) fn read(value: &ast::Value) -> Option<Value> {
    match &value.kind {
        ValueKind::Int(number) => Some(Value::Int(*number)),
        ValueKind::String(text) => Some(Value::String(text.clone())),
        ValueKind::Null
        | ValueKind::Bool(_)
        | ValueKind::Float(_)
        | ValueKind::List(_)
        | ValueKind::Map(_) => None,
    }
}

/// The type of the values on the wire.
pub(crate) fn primitive(ast: &ast::Enum) -> Primitive {
    let is_number = |value: &ast::EnumValue| matches!(on_wire(value), Value::Int(_));
    if ast.values.iter().any(is_number) { Primitive::Long } else { Primitive::String }
}

/// What readers do with a value that is not listed.
pub(crate) fn unknown(ast: &ast::Enum) -> Unknown {
    if ast.open.as_ref().is_none_or(|open| open.value) {
        return Unknown::Kept;
    }
    let is_default =
        |name: &ast::Text| ast.values.iter().position(|value| value.value.value == name.value);
    ast.default.as_ref().and_then(is_default).map_or(Unknown::Refused, Unknown::Default)
}

/// Whether the enum is one in Avro too: [`AvroProfile::has_symbols`].
pub(crate) fn has_symbols(ast: &ast::Enum, profile: &AvroProfile) -> bool {
    profile.are_symbols(unknown(ast), ast.values.iter().map(on_wire))
}

/// Checks the values on the wire and the default of every enum.
pub(crate) fn check_all(diagnostics: &mut Diagnostics, index: &Index<'_>) {
    for (ast, values) in index.enums.items.iter().zip(&index.enum_values) {
        check(diagnostics, ast, values);
    }
}

/// Checks one enum; `values` are those with different names.
fn check(diagnostics: &mut Diagnostics, ast: &ast::Enum, values: &BTreeMap<&str, &ast::EnumValue>) {
    let is_first = |value: &&ast::EnumValue| {
        values.get(value.value.value.as_str()).is_some_and(|first| std::ptr::eq(*first, *value))
    };
    let first: Vec<&ast::EnumValue> = ast.values.iter().filter(is_first).collect();
    if check_kinds(diagnostics, ast, &first) {
        check_unique(diagnostics, &first);
    }
    check_default(diagnostics, ast, values);
}

/// Everything that readers accept for a value, with its place.
fn accepted(value: &ast::EnumValue) -> impl Iterator<Item = (Value, Span)> {
    let span = value.wire.as_ref().map_or(value.value.span, |wire| wire.span);
    let aliases = value.aliases.iter().filter_map(|alias| Some((read(alias)?, alias.span)));
    std::iter::once((on_wire(value), span)).chain(aliases)
}

/// Reports the first value that is a string in an enum of numbers.
fn check_kinds(diagnostics: &mut Diagnostics, ast: &ast::Enum, values: &[&ast::EnumValue]) -> bool {
    let all = || values.iter().flat_map(|value| accepted(value).map(move |of| (*value, of)));
    let is_number = |(_, (wire, _)): &(_, (Value, _))| matches!(wire, Value::Int(_));
    let (Some((_, (_, number))), Some((value, (_, text)))) =
        (all().find(is_number), all().find(|item| !is_number(item)))
    else {
        return true;
    };
    if ast.broken {
        return false;
    }
    let message =
        format!("`{}` is a string, but `{}` has numbers", value.value.value, ast.name.value);
    diagnostics
        .report(&WIRE_KINDS, text, message)
        .related(number, "a number")
        .hint("give every value a whole number as its `wire`, or put the numbers in quotes");
    false
}

/// Reports what stands for two values.
fn check_unique(diagnostics: &mut Diagnostics, values: &[&ast::EnumValue]) {
    let mut taken: HashMap<String, (&str, Span)> = HashMap::new();
    for value in values {
        let name = value.value.value.as_str();
        for (wire, span) in accepted(value) {
            let shown = match wire {
                Value::Int(number) => number.to_string(),
                Value::String(text) => text,
                Value::Null | Value::Bool(_) | Value::Float(_) | Value::List(_) | Value::Map(_) => {
                    continue;
                }
            };
            let Some((other, first)) = taken.get(&shown) else {
                taken.insert(shown, (name, span));
                continue;
            };
            let message = format!("`{shown}` is read as `{other}` already");
            diagnostics
                .report(&DUPLICATE_NAME, span, message)
                .related(*first, "first written here")
                .hint("change one of the two, or remove it");
        }
    }
}

fn check_default(
    diagnostics: &mut Diagnostics,
    ast: &ast::Enum,
    values: &BTreeMap<&str, &ast::EnumValue>,
) {
    let Some(default) = &ast.default else { return };
    // In a broken enum, `open` may be what is wrong.
    if !ast.broken && ast.open.as_ref().is_none_or(|open| open.value) {
        let message = format!("`{}` keeps values that are not listed", ast.name.value);
        diagnostics
            .report(&ENUM_DEFAULT, default.span, message)
            .hint("add `open: false`, or remove `default`");
    } else if !values.contains_key(default.value.as_str()) && !ast.broken {
        let near = closest(&default.value, values.keys().copied());
        let message = format!("`{}` has no value `{}`", ast.name.value, default.value);
        diagnostics
            .report(&ENUM_DEFAULT, default.span, message)
            .hint(did_you_mean(near, "add it to the enum, or use one of its values"))
            .fix(&default.value, near.and_then(Near::fix));
    }
}
