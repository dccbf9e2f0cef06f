//! Reads what a convention says of anything: a description, a stability, a requirement, a deprecation.

use annals_codegen::json::Json;

use super::super::draft::{Deprecation, Field, Properties};
use super::super::node::Node;
use super::super::properties;
use super::super::sources::paragraphs;

/// The description: what is said in brief, and then at length.
pub(super) fn description(node: &Node<'_>) -> Option<String> {
    paragraphs(node.words("brief"), node.words("note"))
}

/// The custom properties: those of the conventions, and the keys that were not read.
pub(super) fn properties(node: &Node<'_>) -> Properties {
    let mut all = Properties::new();
    if let Some(stability) = node.words("stability") {
        all.push(("x-stability".to_owned(), Json::String(stability)));
    }
    all.extend(properties::own(node.custom()));
    all
}

/// When something is present.
pub(super) struct Requirement {
    pub(super) is_required: bool,
    pub(super) properties: Properties,
}

/// Reads a requirement level: a word, or a word with a condition.
pub(super) fn requirement(node: &Node<'_>) -> Requirement {
    let text = |key: &str, text: &str| (key.to_owned(), Json::String(text.trim().to_owned()));
    let mut properties = Properties::new();
    let level = match node.get("requirement_level") {
        Some(Json::String(level)) => level.as_str(),
        Some(Json::Object(level)) => match level.0.first() {
            Some((level, condition)) => {
                let condition = condition.as_str().filter(|it| !it.trim().is_empty());
                properties.extend(condition.map(|condition| text("x-condition", condition)));
                level.as_str()
            }
            None => "recommended",
        },
        Some(_) | None => "recommended",
    };
    let is_required = level == "required";
    if !is_required {
        properties.insert(0, text("x-requirement", level));
    }
    Requirement { is_required, properties }
}

/// Reads a deprecation, which has no date. The name of what replaces it is that in the conventions.
pub(super) fn deprecation(node: &Node<'_>) -> Option<Deprecation> {
    let (replacement, note) = match node.get("deprecated")? {
        Json::Bool(false) | Json::Null => return None,
        Json::String(note) => (None, Some(note.trim().to_owned())),
        Json::Object(deprecated) => {
            let word = |key: &str| deprecated.get(key).and_then(Json::as_str).map(str::trim);
            let note = word("note").or_else(|| word("reason").filter(|word| *word != "renamed"));
            (word("renamed_to").map(str::to_owned), note.map(str::to_owned))
        }
        Json::Bool(true) | Json::Number(_) | Json::Array(_) => (None, None),
    };
    let note = note.filter(|note| !note.is_empty());
    Some(Deprecation { since: None, removal: None, replacement, note })
}

/// Gives a replacement its name in the catalog. If the catalog cannot say it, it becomes a part of the note.
pub(super) fn replace(deprecation: &mut Deprecation, name: impl Fn(&str) -> Option<String>) {
    let Some(written) = deprecation.replacement.take() else { return };
    deprecation.replacement = name(&written);
    if deprecation.replacement.is_none() {
        let is_said = deprecation.note.as_ref().is_some_and(|note| note.contains(&written));
        let renamed = (!is_said).then(|| format!("Renamed to `{written}`."));
        deprecation.note = paragraphs(renamed, deprecation.note.take());
    }
}

/// Gives the replacements of fields their names in the catalog.
pub(super) fn replace_fields(fields: &mut [Field]) {
    let live = fields.iter().filter(|field| field.deprecated.is_none());
    let live: Vec<(String, String)> =
        live.map(|field| (field.on_wire().to_owned(), field.name.clone())).collect();
    for deprecation in fields.iter_mut().filter_map(|field| field.deprecated.as_mut()) {
        replace(deprecation, |written| {
            live.iter().find(|(wire, _)| wire == written).map(|(_, name)| name.clone())
        });
    }
}
