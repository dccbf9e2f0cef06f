//! Messages of Google's interfaces, and some of our own with every kind of field.

use std::path::Path;

use annals_tests::folder::Folder;
use annals_tests::python;
use annals_tests::workspace::repository;

use crate::expected;
use crate::imported::Imported;

/// At least this number of messages is an event.
const FEWEST: usize = 30;

pub(crate) fn events_are_the_same(python: &Path) -> Result<(), String> {
    let here = repository().join("tests/import_catalogs");
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let installed = python::unpacked(python, tmp, &here.join("requirements.txt"));
    let installed = installed.map_err(|error| error.to_string())?;
    let folder = Folder::temporary();
    let mut events = 0;
    for (name, source) in [("own", here.join("protobuf")), ("google", installed)] {
        let set = folder.root().join(format!("{name}.binpb")).to_string_lossy().into_owned();
        let expected = expected::read(python, "protobuf.py", &[&set, &source.to_string_lossy()])?;
        events += expected.events.len();
        let imported = Imported::new("protobuf", &[&set]).ok_or("it was not imported")?;
        let differences = expected.differences(&imported.by("x-message"));
        if !differences.is_empty() {
            return Err(differences.join("\n"));
        }
    }
    if events < FEWEST { Err(format!("only {events} events were found")) } else { Ok(()) }
}
