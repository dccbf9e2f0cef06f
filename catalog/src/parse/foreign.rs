//! Keys of other languages, and how a catalog says the same.

use crate::language::Construct;
use crate::language::constructs::FIELD;
use crate::tree::{Entry, Kind};

/// What a key of another language is in a catalog.
pub(super) enum Meant {
    /// Another key.
    Key(&'static str),
    /// Something else, in words.
    Words(&'static str),
}

/// The keys of a construct, each with its names in other languages.
const KEYS: &[(&str, &[&str])] = &[
    ("min", &["minimum"]),
    ("max", &["maximum"]),
    ("pattern", &["regex", "regexp"]),
    ("description", &["doc", "docs", "comment", "summary", "help"]),
    ("values", &["symbols", "enum", "items"]),
    ("fields", &["properties", "payload", "data"]),
    ("data", &["properties", "payload", "fields"]),
    ("type", &["$ref", "ref"]),
    ("base", &["type"]),
    ("cases", &["variants", "oneof", "anyof", "union", "values", "types"]),
    ("tag", &["discriminator"]),
];

const OPTIONAL: &str = "write `required: false` for a field that may be left out";
const NULLABLE: &str = "remove it, and add `?` to the type: `string?` may be null";
const DEFAULT: &str = "remove it: this is so by default";
const ENUM: &str = "define the values in `enums`, and write the name of the enum as the type";
const RECORD: &str = "define the fields in `records`, and write the name of the record as the type";
const VARIANT: &str =
    "define the cases in `variants`, and write the name of the variant as the type";
const LIST: &str = "remove it, and write the type as `list<T>`";

/// What is meant by a key that the construct does not have.
pub(super) fn key(construct: &Construct, entry: &Entry) -> Option<Meant> {
    let key = entry.key.value.to_ascii_lowercase();
    let is_listed = |(own, names): &&(&str, &[&str])| {
        construct.key(own).is_some() && names.contains(&key.as_str())
    };
    if let Some((own, _)) = KEYS.iter().find(is_listed) {
        return Some(Meant::Key(own));
    }
    if !std::ptr::eq(construct, &FIELD) {
        return None;
    }
    let is_false = match &entry.value.kind {
        Kind::Scalar { text, .. } => text.eq_ignore_ascii_case("false"),
        Kind::List(_) | Kind::Map { .. } | Kind::Reported => false,
    };
    Some(Meant::Words(match (key.as_str(), is_false) {
        ("optional", false) | ("mandatory", true) => OPTIONAL,
        ("nullable" | "nillable", false) => NULLABLE,
        ("optional" | "nullable" | "nillable", true) | ("mandatory", false) => DEFAULT,
        ("enum" | "values" | "symbols", _) => ENUM,
        ("fields" | "properties", _) => RECORD,
        ("oneof" | "anyof" | "union" | "cases", _) => VARIANT,
        ("items", _) => LIST,
        _ => return None,
    }))
}
