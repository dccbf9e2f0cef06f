//! What another reader says of a catalog, and how it is compared with what was imported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annals_tests::python::Environment;
use annals_tests::workspace::repository;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::imported::Imported;

/// The events of some files.
#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    pub(crate) events: BTreeMap<String, Event>,
    /// The number of definitions that are not events.
    pub(crate) others: usize,
}

/// An event.
#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    /// Its data keys, and whether each must be there.
    pub(crate) keys: BTreeMap<String, bool>,
    /// The data keys that are personal data.
    pub(crate) personal: BTreeSet<String>,
    /// Custom properties of the event.
    pub(crate) properties: Map<String, Value>,
    /// Custom properties of data keys.
    pub(crate) of_keys: BTreeMap<String, Map<String, Value>>,
    /// Data that is valid, and data that is not.
    pub(crate) good: Vec<Value>,
    pub(crate) bad: Vec<Value>,
}

/// Reads files with a script of this folder.
pub(crate) fn read(python: &Path, script: &str, files: &[&str]) -> Result<Expected, String> {
    let here = repository().join("tests/import_catalogs");
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let readers = Environment::new(python, tmp, &here.join("readers.txt"));
    let printed = readers.and_then(|readers| readers.run(&here.join(script), files));
    let printed = printed.map_err(|error| error.to_string())?;
    serde_json::from_str(&printed).map_err(|error| format!("{error} in {printed}"))
}

impl Expected {
    /// What differs from the imported events.
    pub(crate) fn differences(&self, imported: &Imported) -> Vec<String> {
        let mut found = Vec::new();
        let read = imported.report["schemas"].as_array().unwrap();
        let read: BTreeSet<&str> = read.iter().filter_map(|item| item["type"].as_str()).collect();
        let all: BTreeSet<&str> = self.events.keys().map(String::as_str).collect();
        if read != all {
            found.push(format!("events: {read:?} instead of {all:?}"));
        }
        for (name, event) in &self.events {
            let Some(schema) = imported.schemas.get(name) else {
                found.push(format!("{name}: no schema"));
                continue;
            };
            event.compare(schema, &mut |what| found.push(format!("{name}: {what}")));
        }
        found
    }
}

impl Event {
    fn compare(&self, schema: &Value, differs: &mut dyn FnMut(String)) {
        let empty = Map::new();
        let properties = schema["properties"].as_object().unwrap_or(&empty);
        let required = schema["required"].as_array().into_iter().flatten();
        let required: BTreeSet<&str> = required.filter_map(Value::as_str).collect();
        let made = properties.keys().map(|key| (key.clone(), required.contains(key.as_str())));
        let made: BTreeMap<String, bool> = made.collect();
        if made != self.keys {
            differs(format!("data keys: {made:?} instead of {:?}", self.keys));
        }
        let personal = properties.iter().filter(|(_, schema)| schema["x-pii"] == true);
        let personal: BTreeSet<String> = personal.map(|(key, _)| key.clone()).collect();
        if personal != self.personal {
            differs(format!("personal data: {personal:?} instead of {:?}", self.personal));
        }
        let of_keys = self.of_keys.iter().map(|(key, said)| (&schema["properties"][key], said));
        for (schema, said) in of_keys.chain([(schema, &self.properties)]) {
            for (key, value) in said {
                if schema[key] != *value {
                    differs(format!("{key}: {} instead of {value}", schema[key]));
                }
            }
        }
        let validator = jsonschema::validator_for(schema).unwrap();
        for good in self.good.iter().filter(|data| !validator.is_valid(data)) {
            differs(format!("refuses {good}"));
        }
        for bad in self.bad.iter().filter(|data| validator.is_valid(data)) {
            differs(format!("accepts {bad}"));
        }
    }
}
