//! Imports a catalog with the command, and generates its JSON Schemas.

use std::collections::BTreeMap;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use serde_json::Value;

/// What was made of some files.
pub(crate) struct Imported {
    /// What the command says.
    pub(crate) report: Value,
    /// The generated schemas by event type.
    pub(crate) schemas: BTreeMap<String, Value>,
}

impl Imported {
    /// `None` if there is no event in the files.
    pub(crate) fn new(kind: &str, files: &[&str]) -> Option<Self> {
        let folder = Folder::temporary();
        let options = ["import", kind, "--lossy", "--format", "json", "--out", "catalog.yaml"];
        let options = options.into_iter().chain(["--added", "2025-01-31"]);
        let run = run(&folder, options.chain(files.iter().copied()));
        if run.code == Some(3) {
            return None;
        }
        let report = serde_json::from_str(&run.ends(0).stdout).unwrap();
        self::run(&folder, ["fmt", "--check"]).ends(0);
        self::run(&folder, ["generate"]).ends(0);
        self::run(&folder, ["check"]).ends(0);
        let schemas = folder.snapshot("generated/schemas/json").into_iter();
        let schemas = schemas.filter_map(|(path, (_, bytes))| {
            let name = path.rsplit('/').next()?.strip_suffix(".schema.json")?.to_owned();
            Some((name, serde_json::from_slice(&bytes).ok()?))
        });
        Some(Self { report, schemas: schemas.collect() })
    }

    /// The events under what a custom property says of them; of several the second one ends in `#2`.
    pub(crate) fn by(mut self, property: &str) -> Self {
        let schemas = std::mem::take(&mut self.schemas);
        for read in self.report["schemas"].as_array_mut().unwrap() {
            let Some(schema) = read["type"].as_str().map(|name| schemas[name].clone()) else {
                continue;
            };
            let name = schema[property].as_str().unwrap();
            let numbered = (2..).map(|number| format!("{name}#{number}"));
            let mut names = std::iter::once(name.to_owned()).chain(numbered);
            let free = names.find(|name| !self.schemas.contains_key(name)).unwrap();
            self.schemas.insert(free.clone(), schema);
            read["type"] = Value::String(free);
        }
        self
    }

    /// The number of notes of a kind.
    pub(crate) fn notes(&self, kind: &str) -> usize {
        let notes = self.report["notes"].as_array().unwrap();
        notes.iter().filter(|note| note["kind"] == kind).count()
    }
}

fn run<'a>(folder: &Folder, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    Run::of(&mut annals(env!("CARGO_BIN_EXE_annals-under-test"), folder.root(), arguments))
}
