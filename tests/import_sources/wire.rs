//! Gives what fastavro writes with schemas of the packages to the bindings that are made from them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use annals_tests::folder::Folder;
use annals_tests::python::Environment;
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::avro;
use crate::imported::Imported;
use crate::programs::Programs;
use crate::sources::{self, Kind, Source};

/// The number of schemas whose bindings are compiled, and of values for each; all with `ANNALS_LONG=1`.
const SCHEMAS: [usize; 2] = [20, 100];
const VALUES: [usize; 2] = [100, 1_000];

/// Where the bindings read or write anything else than fastavro wrote.
pub(crate) fn hold(python: &Path) -> Result<(), String> {
    let long = usize::from(std::env::var_os("ANNALS_LONG").is_some_and(|value| value == "1"));
    let here = repository().join("tests/import_sources");
    let environment =
        Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &here.join("wire.txt")).unwrap();
    let samples = samples(python, SCHEMAS[long]);
    let catalogs: Vec<&str> = samples.iter().map(|sample| sample.catalog.as_str()).collect();
    let programs = Programs::new("import-wire", &catalogs);
    let (mut schemas, mut faults) = (0, String::new());
    for (index, sample) in samples.iter().enumerate() {
        let folder = Folder::temporary();
        let lines = sample.schemas.iter().map(|(event, schema)| format!("{event}\t{schema}\n"));
        folder.write("schemas.txt", lines.collect::<String>());
        let path = folder.path("schemas.txt").to_string_lossy().into_owned();
        let written = environment.run(&here.join("wire.py"), [path, VALUES[long].to_string()]);
        let written = written.map_err(|error| error.to_string())?;
        let again = programs.again(index, &written);
        assert_eq!(again.len(), sample.schemas.len() * VALUES[long]);
        for (line, again) in written.lines().zip(again) {
            let (start, bytes) = line.rsplit_once('\t').unwrap();
            if again.as_deref() != Ok(bytes) {
                let _ = writeln!(faults, "{start}\t{bytes}: {again:?}");
            }
        }
        schemas += sample.schemas.len();
    }
    if schemas < SCHEMAS[long] {
        return Err(format!("only {schemas} schemas come back equal and can be read alone"));
    }
    let all = faults.lines().count();
    let first: Vec<&str> = faults.lines().take(10).collect();
    if all == 0 { Ok(()) } else { Err(format!("{all} values differ: {first:#?}")) }
}

/// A catalog, and the original schemas of its events.
struct Sample {
    catalog: String,
    schemas: Vec<(String, Value)>,
}

/// Schemas of all sources that come back equal, as evenly as possible.
fn samples(python: &Path, count: usize) -> Vec<Sample> {
    let all = sources::folders(python);
    let all: Vec<&(&Source, PathBuf)> =
        all.iter().filter(|(source, _)| source.kind == Kind::Avro).collect();
    let mut equal = Vec::new();
    for (source, folder) in &all {
        let imported = Imported::new(source, std::slice::from_ref(folder));
        let same = avro::compare(&imported).into_iter().filter(|figure| figure.equal);
        let names: Vec<String> = same.map(|figure| figure.name).collect();
        equal.push((*source, imported, names));
    }
    let whole: usize = equal.iter().map(|(_, _, names)| names.len()).sum();
    let step = (whole / count).max(1);
    equal.iter().map(|(source, imported, names)| sample(source, imported, names, step)).collect()
}

fn sample(source: &Source, whole: &Imported, names: &[String], step: usize) -> Sample {
    let chosen: Vec<&String> = names.iter().step_by(step).collect();
    let mut files = Vec::new();
    for name in &chosen {
        let (file, _) = name.split_once('#').unwrap();
        let path = Path::new(file);
        // One that uses types of other files needs those beside it.
        let needed =
            if avro::is_alone(&whole.originals[file]) { path } else { path.parent().unwrap() };
        files.push(needed.to_owned());
    }
    files.sort();
    files.dedup();
    let imported = Imported::new(source, &files);
    let types = avro::Types::of(imported.originals.values());
    let mut schemas = Vec::new();
    for schema in &imported.schemas {
        let name = format!("{}#{}", schema.file, schema.pointer);
        let Some(event) = schema.event.as_ref().filter(|_| chosen.contains(&&name)) else {
            continue;
        };
        let original = imported.originals[&schema.file].pointer(&schema.pointer).unwrap();
        schemas.push((event.clone(), types.whole(original)));
    }
    Sample { catalog: imported.catalog, schemas }
}
