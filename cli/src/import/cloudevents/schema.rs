//! Finds the schemas of messages among `schemagroups`.

use std::collections::BTreeSet;

use annals_codegen::json::{Json, step};

use super::super::documents::Documents;
use super::super::note::Note;
use super::super::payload::{Payload, language};

/// A document and a pointer into it.
pub(super) type Place = (usize, String);

/// The place that a reference to another entry of a registry means: an address in the same document, `#/schemagroups/…`
/// or `/schemagroups/…`, or one in another file.
pub(super) fn find(documents: &Documents, from: usize, reference: &str) -> Option<Place> {
    match reference.strip_prefix('/') {
        Some(path) => documents.find(from, &format!("#/{path}")),
        None => documents.find(from, reference),
    }
    .filter(|(document, pointer)| documents.all[*document].schema.at(pointer).is_some())
}

/// The schema at a place: an entry with versions, one of its versions, or a schema. `format` is that which the message
/// says.
pub(super) fn payload(
    documents: &Documents,
    (document, mut pointer): Place,
    format: Option<&str>,
    used: &mut BTreeSet<Place>,
) -> Result<Payload, String> {
    let mut format = format.map(str::to_owned);
    loop {
        let value = documents.all[document].schema.at(&pointer);
        let Some(object) = value.and_then(Json::as_object) else {
            return Err("the schema is not JSON".to_owned());
        };
        let is_entry = object.get("schema").is_some() || object.get("versions").is_some();
        if !is_entry || !pointer.starts_with("/schemagroups/") {
            break;
        }
        used.insert((document, entry_of(&pointer)));
        let own = object.get("format").and_then(Json::as_str).map(str::to_owned);
        format = own.or(format);
        pointer = match object.get("versions").and_then(Json::as_object) {
            Some(versions) if object.get("schema").is_none() => {
                let default = object.get("defaultversionid").and_then(Json::as_str);
                let newest = versions.0.last().map(|(key, _)| key.as_str());
                let version = default.filter(|default| versions.get(default).is_some()).or(newest);
                let version = version.ok_or("the schema has no version")?;
                step(&step(&pointer, "versions"), version)
            }
            _ => {
                pointer = step(&pointer, "schema");
                break;
            }
        };
    }
    let language = language(format.as_deref()).ok_or_else(|| {
        let format = format.unwrap_or_default();
        format!("the schema is written in `{format}`: expected JSON Schema or Avro")
    })?;
    if documents.all[document].schema.at(&pointer).and_then(Json::as_object).is_none() {
        return Err("the schema is not a JSON object".to_owned());
    }
    Ok(Payload { language, document, pointer })
}

/// The first four steps of a pointer: `/schemagroups/G/schemas/S`.
fn entry_of(pointer: &str) -> String {
    pointer.split('/').take(5).collect::<Vec<_>>().join("/")
}

/// Reports the schemas that no message has.
pub(super) fn report_unused(documents: &Documents, used: &BTreeSet<Place>, notes: &mut Vec<Note>) {
    for (index, document) in documents.all.iter().enumerate() {
        let groups = document.schema.at("/schemagroups").and_then(Json::as_object);
        for (group, value) in groups.into_iter().flat_map(|groups| &groups.0) {
            let place = step(&step("/schemagroups", group), "schemas");
            let schemas = value.at("/schemas").and_then(Json::as_object);
            for (name, _) in schemas.into_iter().flat_map(|schemas| &schemas.0) {
                let pointer = step(&place, name);
                if !used.contains(&(index, pointer.clone())) {
                    notes.push(Note {
                        loss: false,
                        kind: "unused",
                        file: document.file.clone(),
                        pointer,
                        found: format!("the schema `{name}`, which no message has"),
                        made: "left out".to_owned(),
                    });
                }
            }
        }
    }
}
