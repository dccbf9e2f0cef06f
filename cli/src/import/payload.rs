//! Reads the payloads of messages, whose schemas are parts of other documents.

use annals_codegen::json::Json;

use super::documents::Documents;
use super::draft::Unit;
use super::note::{Fault, Notes};
use super::report::place;
use super::roots::{Language, Root, objects_of};
use super::{avro, json_schema, names};

/// A payload, and the language that it is written in.
pub(super) struct Payload {
    pub(super) language: Language,
    pub(super) document: usize,
    pub(super) pointer: String,
}

/// The language of a schema, which is JSON Schema unless something else is said.
pub(super) fn language(format: Option<&str>) -> Option<Language> {
    let format = format.unwrap_or("jsonschema").to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| format.contains(word));
    match () {
        () if has(&["avro"]) => Some(Language::Avro),
        () if has(&["jsonschema", "schema+", "aai.asyncapi", "oai.openapi"]) => {
            Some(Language::JsonSchema)
        }
        () => None,
    }
}

/// Reads the payload, with the name of each event: of several objects, each is one.
pub(super) fn read(
    documents: &Documents,
    payload: Option<Payload>,
    name: &str,
    notes: &mut Notes,
) -> Vec<Result<(String, Unit), Fault>> {
    let Some(Payload { language, document, pointer }) = payload else {
        return vec![Ok((name.to_owned(), Unit { file: notes.file.clone(), ..Unit::default() }))];
    };
    let home = notes.file.clone();
    // The caller knows only the file of the message.
    let in_file = |(pointer, message): Fault, notes: &Notes| match notes.file == home {
        true => (pointer, message),
        false => (String::new(), format!("{message}, in {}", place(&notes.file, &pointer))),
    };
    notes.file.clone_from(&documents.all[document].file);
    if language == Language::Avro {
        let unit = avro::read(documents, &Root::new(document, pointer), notes);
        let unit = unit.map_err(|fault| in_file(fault, notes));
        return vec![unit.map(|unit| (name.to_owned(), unit))];
    }
    let pointers = match documents.resolved(document, &pointer) {
        // A choice behind a reference.
        Some((other, place, _)) if objects_of(documents, other, &place).len() > 1 => {
            objects_of(documents, other, &place).into_iter().map(|place| (other, place)).collect()
        }
        _ => vec![(document, pointer)],
    };
    let is_only = pointers.len() == 1;
    let read = |(document, pointer): (usize, String)| {
        notes.file.clone_from(&documents.all[document].file);
        let own = match is_only {
            true => name.to_owned(),
            false => format!("{name}_{}", branch(documents, document, &pointer)),
        };
        let root = Root { name: Some(own.clone()), ..Root::new(document, pointer) };
        let unit = json_schema::read(documents, &root, notes);
        unit.map(|unit| (own, unit)).map_err(|fault| in_file(fault, notes))
    };
    pointers.into_iter().map(read).collect()
}

/// What one of several objects is called: the key of its definition, its title or its number.
fn branch(documents: &Documents, document: usize, pointer: &str) -> String {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    let title = documents.all[document].schema.at(pointer).and_then(Json::as_object);
    let title = title.and_then(|object| object.get("title")?.as_str());
    match (key.parse::<usize>(), title) {
        (Ok(_), Some(title)) => names::snake(title),
        (Ok(index), None) => format!("case{}", index + 1),
        (Err(_), _) => key.to_owned(),
    }
}
