//! Reads the format and the pattern of a string.

use annals_catalog::model::{Format, Primitive};
use annals_catalog::names;

use super::super::draft::Limits;
use super::super::node::Node;
use super::choices::raw;
use annals_codegen::json::Json;

/// Format and pattern of a value of a type; `None` is a string, or what a reference leads to.
pub(super) fn limits(node: &Node<'_>, ty: Option<Primitive>) -> Limits {
    let written = node.peek("format").and_then(Json::as_str).and_then(Format::from_name);
    let written = written.filter(|_| ty.is_none()).inspect(|_| node.skip(&["format"]));
    let format = written.or_else(|| beside_reference(node));
    Limits { format, pattern: node.text("pattern").map(str::to_owned), ..Limits::default() }
}

/// The format of a field whose type is a scalar, as our own schemas have it.
fn beside_reference(node: &Node<'_>) -> Option<Format> {
    let [Json::Object(only)] = raw(node, "allOf")? else { return None };
    let [(key, Json::String(reference))] = only.0.as_slice() else { return None };
    let name = reference.strip_prefix("#/$defs/").filter(|_| key == "$ref" && node.has("$ref"))?;
    of_definition(name).inspect(|_| node.skip(&["allOf"]))
}

/// The format whose definition has this name in our own schemas.
pub(super) fn of_definition(name: &str) -> Option<Format> {
    Format::ALL.iter().copied().find(|format| names::format_definition(format.name()) == name)
}
