//! The examples of AsyncAPI 3 that its command line ships, documents of AsyncAPI 2 that a generator is tested with, and
//! our own catalog as AsyncAPI.

use std::collections::BTreeSet;
use std::path::Path;

use annals_tests::folder::{Folder, files};
use annals_tests::node::Packages;
use annals_tests::process::{Run, annals};
use annals_tests::workspace::repository;

use crate::expected;
use crate::imported::Imported;

/// At least this number of messages is in the documents.
const FEWEST: usize = 90;

pub(crate) fn events_are_the_same(python: &Path) -> Result<(), String> {
    let list = repository().join("tests/import_catalogs/packages.txt");
    let packages = Packages::unpacked(env!("CARGO_TARGET_TMPDIR"), "import-catalogs", &list);
    let packages = packages.map_err(|error| error.to_string())?;
    let documents = files(&packages).into_iter().filter(|path| {
        let path = path.to_string_lossy().replace('\\', "/");
        let is_document = path.ends_with(".yml") || path.ends_with(".yaml");
        is_document && (path.contains("/assets/examples/") || path.contains("/tests/mocks/"))
    });
    let (mut faults, mut events) = (String::new(), 0);
    for path in documents {
        let path = path.to_string_lossy();
        let expected = expected::read(python, "asyncapi.py", &[&path])?;
        events += expected.events.len();
        let differences = match Imported::new("asyncapi", &[&path]) {
            None if expected.events.is_empty() => continue,
            None => vec!["it was not imported".to_owned()],
            Some(imported) => expected.differences(&imported.by("x-message")),
        };
        differences.iter().for_each(|line| faults += &format!("{path}: {line}\n"));
    }
    if events < FEWEST {
        faults += &format!("only {events} events were found");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// A catalog that a template makes an AsyncAPI document of has the same events after the import.
pub(crate) fn ours_comes_back(_: &Path) -> Result<(), String> {
    let folder = Folder::temporary();
    let catalog = repository().join("catalog.yaml").to_string_lossy().into_owned();
    let templates = repository().join("examples/templates/asyncapi").to_string_lossy().into_owned();
    let run = |arguments: &[&str]| {
        let command = env!("CARGO_BIN_EXE_annals-under-test");
        Run::of(&mut annals(command, folder.root(), arguments)).ends(0);
    };
    run(&["--catalog", &catalog, "generate", "--out", "own", "--templates", &templates]);
    let document = files(folder.root()).into_iter().find(|path| path.ends_with("asyncapi.json"));
    let document = document.ok_or("the template has made no asyncapi.json")?;
    let imported = Imported::new("asyncapi", &[&document.to_string_lossy()]);
    let imported = imported.ok_or("it was not imported")?;
    let keys = |schema: &serde_json::Value| {
        let object = schema["properties"].as_object();
        object.into_iter().flat_map(|object| object.keys().cloned()).collect::<BTreeSet<String>>()
    };
    let own = folder.snapshot("own/schemas/json");
    let mut compared = 0;
    for (path, (_, bytes)) in own {
        let Some(name) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".schema.json"))
        else {
            continue;
        };
        let own: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let again = imported.schemas.get(name).ok_or_else(|| format!("no event {name}"))?;
        if keys(&own) != keys(again) || own["required"] != again["required"] {
            return Err(format!("{name}: {again} instead of {own}"));
        }
        compared += 1;
    }
    if compared == imported.schemas.len() && compared > 50 {
        return Ok(());
    }
    Err(format!("{compared} of {} events", imported.schemas.len()))
}
