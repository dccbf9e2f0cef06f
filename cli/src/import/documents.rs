//! The files of one import as documents, which may refer to each other.

use std::collections::BTreeMap;

use annals_codegen::json::{Json, Object, step};

use super::Input;
use super::note::Broken;
use super::sources;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) file: String,
    pub(super) schema: Json,
}

/// All files that were read, and how references find them.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) all: Vec<Document>,
    by_file: BTreeMap<String, usize>,
    by_id: BTreeMap<String, usize>,
    /// The documents and pointers of Avro's named types at the top of files.
    named: BTreeMap<String, (usize, String)>,
}

impl Documents {
    /// Reads the files; those that are neither JSON nor YAML are broken.
    pub(super) fn read(inputs: &[Input], broken: &mut Vec<Broken>) -> Self {
        let mut documents = Self::default();
        for Input { file, bytes } in inputs {
            match parse(file, bytes) {
                Ok(schema) => documents.add(file, schema),
                Err(message) => {
                    let (file, pointer) = (file.clone(), String::new());
                    broken.push(Broken { file, pointer, message });
                }
            }
        }
        documents
    }

    fn add(&mut self, file: &str, schema: Json) {
        let index = self.all.len();
        self.by_file.entry(normal(file)).or_insert(index);
        if let Some(id) = schema.as_object().and_then(identity) {
            let id = id.trim_end_matches('#').to_owned();
            self.by_id.entry(id).or_insert(index);
        }
        self.all.push(Document { file: file.to_owned(), schema });
    }

    /// The same files with other schemas.
    pub(super) fn with(&self, all: Vec<Document>) -> Self {
        Self { all, by_file: self.by_file.clone(), by_id: self.by_id.clone(), ..Self::default() }
    }

    /// The same files, with the entries that YAML merges.
    pub(super) fn merged(&self) -> Self {
        let merged = |Document { file, schema }: &Document| Document {
            file: file.clone(),
            schema: sources::merged(schema),
        };
        self.with(self.all.iter().map(merged).collect())
    }

    /// The named type of Avro with this full name at the top of a file.
    pub(super) fn named(&self, full: &str) -> Option<(usize, &str)> {
        self.named.get(full).map(|(document, pointer)| (*document, pointer.as_str()))
    }

    /// Knows the named types of Avro at the top of files.
    pub(super) fn know(&mut self, named: BTreeMap<String, (usize, String)>) {
        self.named = named;
    }

    /// The document that a reference in `from` is about, and the pointer into it.
    pub(super) fn find(&self, from: usize, reference: &str) -> Option<(usize, String)> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let pointer = Some(decoded(fragment)).filter(|it| it.is_empty() || it.starts_with('/'))?;
        if path.is_empty() {
            return Some((from, pointer));
        }
        let Document { file, schema } = self.all.get(from)?;
        let id = schema.as_object().and_then(identity);
        let by_id = |id: &str| self.by_id.get(&beside(id, path)).copied();
        let found = id.and_then(by_id).or_else(|| self.by_id.get(path).copied());
        let found = found.or_else(|| self.by_file.get(&beside(file, path)).copied());
        found.map(|document| (document, pointer))
    }
}

impl Documents {
    /// What is at a place, or what a reference there leads to, with its place.
    pub(super) fn resolved(
        &self,
        document: usize,
        pointer: &str,
    ) -> Option<(usize, String, &Json)> {
        let (mut document, mut pointer) = (document, pointer.to_owned());
        for _ in 0..MOST_REFERENCES {
            let value = self.all.get(document)?.schema.at(&pointer)?;
            let reference = value.as_object().and_then(|object| object.get("$ref")?.as_str());
            let Some(reference) = reference else { return Some((document, pointer, value)) };
            (document, pointer) = self.find(document, reference)?;
        }
        None
    }
}

/// At most this many references are followed in a row.
const MOST_REFERENCES: usize = 16;

/// What a schema calls itself.
pub(super) fn identity(schema: &Object) -> Option<&str> {
    schema.get("$id").or_else(|| schema.get("id")).and_then(Json::as_str)
}

/// The value of a file, which is YAML if neither its name nor its first character says JSON.
fn parse(file: &str, bytes: &[u8]) -> Result<Json, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("byte {} is not UTF-8", error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = [".json", ".avsc"].iter().any(|end| file.ends_with(end));
    let looks_so = !is_yaml(file) && text.trim_start().starts_with(['{', '[', '"']);
    if is_json || looks_so {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}

/// True for the name of a YAML file.
fn is_yaml(file: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| file.ends_with(end))
}

/// A path or address without `.` and `..`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            (".", _) => {}
            ("..", Some(last)) if !matches!(*last, ".." | "") => drop(parts.pop()),
            (part, _) => parts.push(part),
        }
    }
    parts.join("/")
}

/// The path that a relative one in the file or address `from` means.
fn beside(from: &str, path: &str) -> String {
    // Some write so what is beside the file.
    let path = path.strip_prefix("file://").filter(|rest| !rest.starts_with('/')).unwrap_or(path);
    if path.contains("://") || path.starts_with("urn:") {
        return path.to_owned();
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    match (path.strip_prefix('/'), from.split_once("://")) {
        // From the root of the same host.
        (Some(rest), Some((scheme, address))) => {
            let host = address.split('/').next().unwrap_or_default();
            format!("{scheme}://{host}/{rest}")
        }
        (Some(_), None) => normal(path),
        (None, _) if folder.is_empty() => normal(path),
        (None, _) => normal(&format!("{folder}/{path}")),
    }
}

/// Decodes the percent-encoding of a fragment.
fn decoded(fragment: &str) -> String {
    let mut parts = fragment.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&part.as_bytes()[2..]);
            }
            None => {
                bytes.push(b'%');
                bytes.extend(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Calls `visit` with each object in a value and its pointer.
pub(super) fn objects<'j>(value: &'j Json, pointer: &str, visit: &mut dyn FnMut(&'j Object, &str)) {
    match value {
        Json::Object(object) => {
            visit(object, pointer);
            for (key, value) in &object.0 {
                objects(value, &step(pointer, key), visit);
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &step(pointer, index), visit);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Documents, beside};
    use crate::import::Input;

    #[test]
    fn references_are_relative_to_the_file_or_its_id() {
        let cases = [
            ("a/b.json", "c.json", "a/c.json"),
            ("a/b.json", "../c.json", "c.json"),
            ("b.json", "./d/c.json", "d/c.json"),
            ("../b.json", "../c.json", "../../c.json"),
            ("https://x.org/s/b.json", "../c.json", "https://x.org/c.json"),
            ("https://x.org/s/b.json", "/c.json", "https://x.org/c.json"),
            ("a/b.json", "urn:x:y", "urn:x:y"),
            ("a/b.json", "file://c.json", "a/c.json"),
        ];
        for (from, path, expected) in cases {
            assert_eq!(beside(from, path), expected, "{path} in {from}");
        }
        let input = |file: &str, text: &str| Input {
            file: file.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let inputs = [
            input("a/b.json", r#"{"$id": "https://x.org/b"}"#),
            input("a/c.yaml", "$id: https://x.org/c"),
        ];
        let documents = Documents::read(&inputs, &mut Vec::new());
        for reference in ["c", "c.yaml", "https://x.org/c#", "./c#/$defs/X%25"] {
            let found = documents.find(0, reference).expect("it is one of the files");
            assert_eq!(found.0, 1, "{reference}");
        }
        assert_eq!(documents.find(0, "#/a%20b"), Some((0, "/a b".to_owned())));
        assert_eq!(documents.find(0, "d.json"), None);
    }
}
