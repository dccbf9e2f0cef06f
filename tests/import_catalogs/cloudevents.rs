//! An xRegistry of our own, since no package has one.

use std::path::Path;

use annals_tests::workspace::repository;

use crate::expected;
use crate::imported::Imported;

pub(crate) fn events_are_the_same(python: &Path) -> Result<(), String> {
    let file = repository().join("tests/import/cases/cloudevents-registry/lamps.xreg.json");
    let file = file.to_string_lossy();
    let expected = expected::read(python, "cloudevents.py", &[&file])?;
    let imported = Imported::new("cloudevents", &[&file]).ok_or("it was not imported")?;
    let differences = expected.differences(&imported);
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}
