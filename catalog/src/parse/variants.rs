//! Parses the entries of `variants`.

use super::custom::custom;
use super::fields::ty;
use super::mapping::{Mapping, entries, name};
use super::node::{Expected, Place, TEXT, text_as};
use super::waiver::waivers;
use crate::ast::{Case, Tag, Text, Variant};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::{CASE, TAG, VARIANT};
use crate::rule::shape::EMPTY;
use crate::tree::{Entry, Kind};

const CASES: Expected =
    Expected { words: "a mapping from names to types", example: "{ opened: Opened }" };
const TAGS: Expected =
    Expected { words: "a string or a mapping", example: "{ name: kind, content: data }" };
const TYPE: Expected = Expected { words: "a type or a mapping", example: "Opened" };

/// What to do instead of a case with the type null.
const NULL: &str = "remove the case, and add `?` to the type of the fields that hold the variant";

/// A variant; its name is kept even if the rest is malformed.
pub(crate) fn parse_variant(diagnostics: &mut Diagnostics, domain: Text, entry: Entry) -> Variant {
    let before = diagnostics.error_count();
    let Entry { key, value, repeated } = entry;
    let name = name(diagnostics, key);
    if repeated {
        diagnostics.meet_reported();
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &VARIANT);
    let [tag, cases] = ["tag", "cases"].map(|key| mapping.take(diagnostics, key));
    Variant {
        domain,
        description: mapping.text(diagnostics, "description"),
        tag: tag.and_then(|entry| parse_tag(diagnostics, entry)),
        open: mapping.boolean(diagnostics, "open"),
        cases: cases.map(|entry| parse_cases(diagnostics, entry)).unwrap_or_default(),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        broken: diagnostics.error_count() > before,
        name,
    }
}

/// A key of JSON, or the keys of the tag and of the value.
fn parse_tag(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Tag> {
    let Entry { key, value, .. } = entry;
    if !matches!(value.kind, Kind::Map { .. }) {
        let name = text_as(diagnostics, Place::key(&key), value, &TAGS)?;
        return Some(Tag { name, content: None });
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &TAG);
    let name = mapping.text(diagnostics, "name");
    let content = mapping.text(diagnostics, "content");
    Some(Tag { name: name?, content: Some(content?) })
}

fn parse_cases(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<Case> {
    let before = diagnostics.error_count();
    let Entry { key, value, .. } = entry;
    let Some(cases) = entries(diagnostics, Place::key(&key).required(), value, &CASES) else {
        return Vec::new();
    };
    if cases.is_empty() && diagnostics.error_count() == before {
        diagnostics
            .report(&EMPTY, key.span, format!("`cases` is empty, expected {}", CASES.words))
            .hint(format!("write `cases: {}`", CASES.example));
    }
    cases.into_iter().map(|entry| parse_case(diagnostics, entry)).collect()
}

/// A case: a type or a mapping.
fn parse_case(diagnostics: &mut Diagnostics, entry: Entry) -> Case {
    let Entry { key, value, repeated } = entry;
    if repeated {
        diagnostics.meet_reported();
    }
    if !matches!(value.kind, Kind::Map { .. }) {
        let ty = ty(diagnostics, Place::key(&key).required(), value, &TYPE, NULL);
        return Case { name: key, ty, wire: None, description: None };
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &CASE);
    let ty = mapping.take(diagnostics, "type").and_then(|entry| {
        ty(diagnostics, Place::key(&entry.key).required(), entry.value, &TEXT, NULL)
    });
    Case {
        ty,
        wire: mapping.text(diagnostics, "wire"),
        description: mapping.text(diagnostics, "description"),
        name: key,
    }
}
