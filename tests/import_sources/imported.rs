//! Imports the schemas of a source with the command, and generates them again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use annals_tests::folder::{Folder, files};
use annals_tests::process::{Run, annals};
use serde_json::Value;

use crate::sources::{Kind, Source};

pub(crate) struct Imported {
    pub(crate) files: usize,
    pub(crate) broken: Vec<(String, String)>,
    pub(crate) schemas: Vec<Schema>,
    /// The schemas of the files, by file.
    pub(crate) originals: BTreeMap<String, Value>,
    /// The catalog.
    pub(crate) catalog: String,
}

/// A schema, and what was made of it.
pub(crate) struct Schema {
    pub(crate) file: String,
    /// Where it is in the file.
    pub(crate) pointer: String,
    /// The type of its event, if it is one.
    pub(crate) event: Option<String>,
    /// What is generated for its event; `None` for a part of other schemas.
    pub(crate) again: Option<Value>,
    /// The notes that say that something was lost.
    pub(crate) notes: Vec<String>,
}

impl Imported {
    /// Imports files, and all files in folders.
    pub(crate) fn new(source: &Source, from: &[PathBuf]) -> Self {
        let (kind, end, target, made) = match source.kind {
            Kind::Avro => ("avsc", ".avsc", "avro", "schemas/avro"),
            Kind::JsonSchema => ("json-schema", ".json", "json-schema", "schemas/json"),
        };
        let folder = Folder::temporary();
        let names: Vec<String> =
            from.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let options = ["import", kind, "--lossy", "--format", "json", "--out", "catalog.yaml"];
        let options = options.into_iter().chain(["--added", "2025-01-31"]);
        let options = options.chain(names.iter().map(String::as_str));
        let report = run(&folder, options.chain(source.options.iter().copied()));
        report.ends(0);
        let report: Value = serde_json::from_str(&report.stdout).unwrap();
        run(&folder, ["fmt", "--check"]).ends(0);
        run(&folder, ["generate", "--only", target]).ends(0);
        let generated = folder.snapshot(&format!("generated/{made}"));
        let inside = |path: &PathBuf| if path.is_dir() { files(path) } else { vec![path.clone()] };
        let all: Vec<PathBuf> = from.iter().flat_map(inside).collect();
        let all = all.iter().map(|path| path.to_string_lossy().into_owned());
        let all: Vec<String> = all.filter(|path| path.ends_with(end)).collect();
        let read = |path: &String| {
            let text = String::from_utf8(Folder::read_path(Path::new(path))).ok()?;
            Some((path.clone(), serde_json::from_str(&text).ok()?))
        };
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let broken = report["broken"].as_array().unwrap().iter();
        let broken = broken
            .map(|item| {
                let short = |message: String, name| message.replace(&format!("{name}/"), "");
                (text(item, "file"), names.iter().fold(text(item, "message"), short))
            })
            .collect();
        let notes = report["notes"].as_array().unwrap();
        let schemas = report["schemas"].as_array().unwrap();
        let parts = schemas.iter().filter(|schema| schema["type"].is_null());
        let parts: BTreeSet<&str> = parts.filter_map(|schema| schema["file"].as_str()).collect();
        let originals: BTreeMap<String, Value> = all.iter().filter_map(read).collect();
        let schema = |item: &Value| {
            let (file, pointer) = (text(item, "file"), text(item, "pointer"));
            let event = item["type"].as_str();
            let again = event.map(|event| {
                let made = generated.iter().find(|(name, _)| {
                    name.strip_suffix(".schema.json")
                        .or_else(|| name.strip_suffix(".avsc"))
                        .is_some_and(|stem| stem == event || stem.ends_with(&format!("/{event}")))
                });
                let (_, (_, bytes)) = made.unwrap_or_else(|| panic!("no schema of {event}"));
                serde_json::from_slice(bytes).unwrap()
            });
            let inside = reached(&originals, &file, &pointer);
            let of_part = |note: &Value| {
                let other = note["file"].as_str().unwrap();
                kind == "avsc" && other != file && parts.contains(other)
            };
            let own = notes.iter().filter(|note| {
                let at = note["pointer"].as_str().unwrap();
                let mut inside = inside.iter();
                let is_inside = inside.any(|(file, start)| {
                    let within = at.strip_prefix(start.as_str());
                    let within =
                        within.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                    note["file"] == **file && within
                });
                note["loss"] == true && (is_inside || of_part(note))
            });
            let notes = own.map(|note| {
                format!("{} {}: {}", text(note, "kind"), text(note, "pointer"), text(note, "found"))
            });
            let event = event.map(str::to_owned);
            Schema { notes: notes.collect(), file, pointer, event, again }
        };
        let schemas = schemas.iter().map(schema).collect();
        let catalog = folder.read("catalog.yaml");
        Self { files: all.len(), broken, schemas, originals, catalog }
    }
}

fn run<'a>(folder: &Folder, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    Run::of(&mut annals(env!("CARGO_BIN_EXE_annals-under-test"), folder.root(), arguments))
}

/// A file and a pointer into it.
pub(crate) type Place = (String, String);

/// What a reference in a file leads to.
pub(crate) fn find(
    originals: &BTreeMap<String, Value>,
    from: &str,
    reference: &str,
) -> Option<Place> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.is_empty() {
        return Some((from.to_owned(), fragment.to_owned()));
    }
    let base = &originals[from];
    let id = base["$id"].as_str().or_else(|| base["id"].as_str()).unwrap_or_default();
    let (by_file, by_id) = (joined(from, path), joined(id, path));
    let is_it = |(file, schema): &(&String, &Value)| {
        **file == by_file || (!by_id.is_empty() && schema["$id"] == *by_id)
    };
    let (file, _) = originals.iter().find(is_it)?;
    Some((file.clone(), fragment.to_owned()))
}

/// A relative path from a file or address.
fn joined(from: &str, path: &str) -> String {
    let path = path.strip_prefix("file://").unwrap_or(path);
    if path.contains("://") {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A schema, and what it refers to.
fn reached(originals: &BTreeMap<String, Value>, file: &str, pointer: &str) -> BTreeSet<Place> {
    let start = (file.to_owned(), pointer.to_owned());
    let mut reached = BTreeSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some((file, pointer)) = open.pop() {
        let schema = originals.get(&file).and_then(|document| document.pointer(&pointer));
        let mut all: Vec<&Value> = schema.into_iter().collect();
        while let Some(value) = all.pop() {
            match value {
                Value::Object(object) => all.extend(object.values()),
                Value::Array(items) => all.extend(items),
                _ => {}
            }
            let target = value["$ref"].as_str().and_then(|target| find(originals, &file, target));
            open.extend(target.filter(|target| reached.insert(target.clone())));
        }
    }
    reached
}
