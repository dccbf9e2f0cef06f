//! Gives the payloads of a package to the schemas and bindings that are made from its schemas.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_tests::folder::{Folder, files};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::avro::short;
use crate::imported::{Imported, Schema};
use crate::programs::Programs;

/// A payload that is valid under a schema of the package.
pub(crate) struct Payload {
    name: String,
    event: String,
    value: Value,
    /// The number of the schema.
    schema: usize,
    /// Why what is made from the schema refuses it.
    pub(crate) fault: Option<String>,
}

/// The payloads of a source, with the validators of its schemas: the one in the package, if it does not refer to other
/// files, and the one that is made.
#[derive(Default)]
pub(crate) struct Payloads {
    pub(crate) all: Vec<Payload>,
    validators: Vec<(Option<Validator>, Validator)>,
}

impl Payloads {
    /// The payloads that are valid under their schemas, as the schemas that are made see them.
    pub(crate) fn new(imported: &Imported, examples: &Path) -> Self {
        let mut payloads = Self::default();
        let examples = read(examples);
        for schema in &imported.schemas {
            let (Some(again), Some(event)) = (&schema.again, &schema.event) else { continue };
            let mut wanted = examples.iter().filter(|(_, wanted, _)| wanted(schema)).peekable();
            if wanted.peek().is_none() {
                continue;
            }
            let original = with_references(&imported.originals[&schema.file], &schema.pointer);
            let original = jsonschema::validator_for(&original).ok();
            let again = jsonschema::validator_for(again).unwrap();
            for (name, _, value) in wanted {
                if original.as_ref().is_some_and(|original| !original.is_valid(value)) {
                    continue;
                }
                payloads.all.push(Payload {
                    name: name.clone(),
                    event: event.clone(),
                    value: value.clone(),
                    schema: payloads.validators.len(),
                    fault: fault(&again, value),
                });
            }
            payloads.validators.push((original, again));
        }
        payloads
    }

    /// Gives them to the bindings; what these write must be valid under both schemas.
    pub(crate) fn read_by(&mut self, programs: &Programs, program: usize) {
        let line = |payload: &Payload| format!("{}\tjson\t{}\n", payload.event, payload.value);
        let lines: String = self.all.iter().map(line).collect();
        let written = programs.again(program, &lines);
        assert_eq!(written.len(), self.all.len());
        for (payload, written) in self.all.iter_mut().zip(written) {
            let found = match written {
                Err(error) => Some(format!("the bindings: {error}")),
                Ok(text) => {
                    let value: Value = serde_json::from_str(&text).unwrap();
                    let (original, again) = &self.validators[payload.schema];
                    let original = original.as_ref().and_then(|original| fault(original, &value));
                    let fault = original.or_else(|| fault(again, &value));
                    fault.map(|fault| format!("written by the bindings: {fault}"))
                }
            };
            payload.fault = payload.fault.take().or(found);
        }
    }

    /// Those that are refused: where, and why.
    pub(crate) fn refused(&self) -> impl Iterator<Item = String> {
        let refused =
            |payload: &Payload| Some(format!("{}: {}", payload.name, payload.fault.as_ref()?));
        self.all.iter().filter_map(refused)
    }
}

fn fault(validator: &Validator, value: &Value) -> Option<String> {
    let error = validator.validate(value).err()?;
    Some(format!("{} at {}", short(&json!(error.to_string())), error.instance_path()))
}

/// A schema in a document, with the definitions of the document.
fn with_references(document: &Value, pointer: &str) -> Value {
    if pointer.is_empty() {
        return document.clone();
    }
    let mut whole = document.clone();
    let object = whole.as_object_mut().unwrap();
    object.remove("oneOf");
    object.remove("anyOf");
    object.insert("allOf".to_owned(), json!([{ "$ref": format!("#{pointer}") }]));
    whole
}

/// Tells the schemas that a payload may be valid under.
type Wanted = Box<dyn Fn(&Schema) -> bool>;

/// Payloads with their names, and the schemas that they may be for.
fn read(examples: &Path) -> Vec<(String, Wanted, Value)> {
    let parse =
        |path: &Path| -> Option<Value> { serde_json::from_slice(&Folder::read_path(path)).ok() };
    if examples.is_file() {
        let all = parse(examples).unwrap();
        let mut payloads = Vec::new();
        for item in all.as_array().unwrap() {
            let name = item["name"].as_str().unwrap().to_owned();
            for (index, payload) in item["examples"].as_array().unwrap().iter().enumerate() {
                let start = format!("/definitions/{name}$");
                let wanted: Wanted =
                    Box::new(move |schema: &Schema| schema.pointer.starts_with(&start));
                payloads.push((format!("{name} {index}"), wanted, payload.clone()));
            }
        }
        return payloads;
    }
    let all: BTreeMap<PathBuf, Value> = files(examples)
        .into_iter()
        .filter_map(|path| Some((path.clone(), parse(&path)?)))
        .collect();
    all.into_iter()
        .map(|(path, payload)| {
            let topic = path.strip_prefix(examples).unwrap().iter().next().unwrap();
            let start = format!("/{}.v", topic.to_string_lossy());
            let wanted: Wanted = Box::new(move |schema: &Schema| schema.file.contains(&start));
            (path.strip_prefix(examples).unwrap().to_string_lossy().into_owned(), wanted, payload)
        })
        .collect()
}
