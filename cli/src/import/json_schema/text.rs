//! Reads the format and the patterns of a string.
//!
//! A schema that `annals generate` made has the pattern of the format too, and one of its own in `allOf`.

use annals_catalog::model::{Format, Primitive};

use super::super::draft::Limits;
use super::super::node::Node;
use super::choices::raw;
use annals_codegen::json::Json;

/// Format and pattern of a value of a type; `None` is a string, or what a reference leads to.
pub(super) fn limits(node: &Node<'_>, ty: Option<Primitive>) -> Limits {
    let format = known(node).filter(|_| ty.is_none());
    if format.is_some() {
        node.skip(&["format"]);
    }
    let written = node.text("pattern");
    let pattern = match format {
        Some(format) if written == Some(format.pattern()) => second(node),
        _ => written,
    };
    if has_second_pattern(node) {
        node.skip(&["allOf"]);
    }
    Limits { format, pattern: pattern.map(str::to_owned), ..Limits::default() }
}

/// True if `allOf` says nothing but a pattern beside that of a format.
pub(super) fn has_second_pattern(node: &Node<'_>) -> bool {
    let written = node.peek("pattern").and_then(Json::as_str);
    known(node).is_some_and(|format| written == Some(format.pattern())) && second(node).is_some()
}

fn known(node: &Node<'_>) -> Option<Format> {
    node.peek("format").and_then(Json::as_str).and_then(Format::from_name)
}

/// The pattern that is the only keyword in the only schema of `allOf`.
fn second<'a>(node: &Node<'a>) -> Option<&'a str> {
    let [Json::Object(only)] = raw(node, "allOf")? else { return None };
    match only.0.as_slice() {
        [(key, Json::String(pattern))] if key == "pattern" => Some(pattern),
        _ => None,
    }
}
