//! The metrics of Glean itself, and those that its parser is tested with.

use std::path::Path;

use annals_tests::folder::files;
use annals_tests::python;
use annals_tests::workspace::repository;

use crate::expected;
use crate::imported::Imported;

/// At least this number of events is in the files.
const FEWEST: usize = 25;

pub(crate) fn events_are_the_same(python: &Path) -> Result<(), String> {
    let here = repository().join("tests/import_catalogs");
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let text = |error: std::io::Error| error.to_string();
    let sources = python::sources(python, tmp, &here.join("sources.txt")).map_err(text)?;
    let installed = python::unpacked(python, tmp, &here.join("requirements.txt")).map_err(text)?;
    let tests = files(&sources).into_iter().filter(|path| {
        let path = path.to_string_lossy().replace('\\', "/");
        path.contains("glean_parser-") && path.contains("/tests/data/") && path.ends_with(".yaml")
    });
    let own = ["metrics.yaml", "pings.yaml"].map(|name| installed.join("glean").join(name));
    let (mut faults, mut events) = (String::new(), 0);
    for path in tests.chain(own) {
        let path = path.to_string_lossy();
        let expected = expected::read(python, "glean.py", &[&path])?;
        events += expected.events.len();
        let mut differences = match Imported::new("glean", &[&path]) {
            None if expected.events.is_empty() => continue,
            None => vec!["it was not imported".to_owned()],
            Some(imported) if imported.notes("no-event") != expected.others => {
                vec![format!("{} others, not {}", imported.notes("no-event"), expected.others)]
            }
            Some(imported) => expected.differences(&imported),
        };
        differences.iter_mut().for_each(|line| faults += &format!("{path}: {line}\n"));
    }
    if events < FEWEST {
        faults += &format!("only {events} events were found");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
