//! Keys of other languages, and how a catalog says the same.

use crate::language::Construct;
use crate::language::constructs::{ENUM, EVENT, FIELD, RECORD, SCALAR};
use crate::tree::{Entry, Kind};

/// What to write instead of a key that the construct does not have.
pub(super) fn key(construct: &Construct, entry: &Entry) -> Option<String> {
    let written = match &entry.value.kind {
        Kind::Scalar { text, .. } => text.as_str(),
        Kind::List(_) | Kind::Map { .. } | Kind::Reported => "",
    };
    let key = entry.key.value.to_ascii_lowercase().replace(['-', '_'], "");
    let hint = match (key.as_str(), construct) {
        ("optional" | "nullable" | "nillable", field) if *field == FIELD => {
            if written.eq_ignore_ascii_case("false") {
                "remove it: a value is required unless its type ends with `?`"
            } else {
                "remove it, and add `?` to the type: `string?` may be null"
            }
        }
        ("required" | "mandatory", field) if *field == FIELD => {
            if written.eq_ignore_ascii_case("false") {
                "remove it, and add `?` to the type: `string?` may be null"
            } else {
                "remove it: a value is required unless its type ends with `?`"
            }
        }
        ("items", field) if *field == FIELD => "remove it, and write the type as `list<T>`",
        ("enum" | "values" | "symbols", field) if *field == FIELD => {
            "define the values in `enums`, and use the name of the enum as the type"
        }
        ("fields" | "properties", field) if *field == FIELD => {
            "define a record in `records`, and use its name as the type"
        }
        ("minimum", of) if of.key("min").is_some() => "the key is `min`",
        ("maximum", of) if of.key("max").is_some() => "the key is `max`",
        ("regex" | "regexp", of) if of.key("pattern").is_some() => "the key is `pattern`",
        ("doc" | "docs" | "comment" | "summary" | "help", of)
            if of.key("description").is_some() =>
        {
            "the key is `description`"
        }
        ("type", scalar) if *scalar == SCALAR => "the key is `base`",
        ("symbols" | "enum" | "items", of) if *of == ENUM => "the key is `values`",
        ("properties" | "data" | "payload", of) if *of == RECORD => "the key is `fields`",
        ("fields" | "payload" | "properties", of) if *of == EVENT => "the key is `data`",
        _ => return None,
    };
    Some(hint.to_owned())
}
