//! Are schemas the same after an import and a generation?

use std::collections::BTreeMap;
use std::path::Path;

use annals_tests::folder::{Folder, files};
use annals_tests::python::Environment;
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::{DAY, run};

/// Imports the files of a folder, generates, and returns the files of a target by name.
fn again(kind: &str, folder: &Folder, from: &Path, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let (target, made) = match kind {
        "avsc" => ("avro", "schemas/avro"),
        _ => (kind, "schemas/json"),
    };
    let from = from.to_string_lossy().into_owned();
    let arguments = ["import", kind, "--out", "catalog.yaml", &from];
    run(folder, arguments.iter().chain(options)).ends(0);
    run(folder, ["fmt", "--check"]).ends(0);
    run(folder, ["generate", "--only", target]).ends(0);
    let files = folder.snapshot(&format!("generated/{made}"));
    files.into_iter().map(|(path, (_, bytes))| (path, bytes)).collect()
}

/// The schemas of every serializable event as the real library writes them, by its file names.
pub(crate) fn the_library(python: &Path) -> Result<(), String> {
    let tests = repository().join("tests");
    let requirements = tests.join("python/upstream.txt");
    let environment = Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &requirements);
    let printed = environment
        .and_then(|environment| environment.run(&tests.join("import/schemas.py"), [""; 0]));
    let printed = printed.map_err(|error| error.to_string())?;
    let theirs: BTreeMap<String, Value> = serde_json::from_str(&printed).unwrap();
    assert_eq!(theirs.len(), 72);
    let folder = Folder::temporary();
    for (event_type, schema) in &theirs {
        let name = event_type.replace('.', "+");
        folder.write(&format!("theirs/{name}_schema.avsc"), schema.to_string());
    }
    let ours = again("avsc", &folder, &folder.path("theirs"), &DAY);
    assert_eq!(ours.len(), theirs.len());
    let differ = theirs.iter().filter(|(event_type, schema)| {
        let file = ours.get(&format!("{event_type}.avsc"));
        let ours = file.and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
        ours.as_ref() != Some(schema)
    });
    let differ: Vec<_> = differ.map(|(event_type, _)| event_type.as_str()).collect();
    if differ.is_empty() { Ok(()) } else { Err(format!("not equal: {}", differ.join(", "))) }
}

/// Our own schemas, of the catalog of the repository and of each golden one.
fn made() -> Vec<(String, std::path::PathBuf)> {
    let golden = std::fs::read_dir(repository().join("tests/golden")).unwrap();
    let golden = golden.map(|entry| entry.unwrap().path().join("expected/schemas"));
    let all = golden.filter(|path| path.is_dir()).chain([repository().join("generated/schemas")]);
    let all: Vec<_> = all.map(|path| (path.display().to_string(), path)).collect();
    assert!(all.len() >= 5, "{all:?}");
    all
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files(folder).iter().map(|path| (name(path), Folder::read_path(path))).collect()
}

fn assert_same(what: &str, before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(before), names(after), "{what}");
    for (name, text) in before {
        let [before, after] = [text, &after[name]].map(|bytes| String::from_utf8_lossy(bytes));
        assert_eq!(before, after, "{what}: {name}");
    }
}

/// The bytes are equal.
pub(crate) fn our_avro_schemas() {
    for (what, schemas) in made() {
        let folder = Folder::temporary();
        let before = bytes(&schemas.join("avro"));
        assert_same(&what, &before, &again("avsc", &folder, &schemas.join("avro"), &[]));
    }
}

/// The bytes are equal, including descriptions, limits, examples and dates.
pub(crate) fn our_json_schemas() {
    for (what, schemas) in made() {
        let folder = Folder::temporary();
        let before = bytes(&schemas.join("json"));
        assert_same(&what, &before, &again("json-schema", &folder, &schemas.join("json"), &[]));
    }
}
