//! A registry of OpenTelemetry in both forms. No package has one, so it is one of our own.

use std::path::Path;

use annals_tests::workspace::repository;

use crate::expected;
use crate::imported::Imported;

pub(crate) fn events_are_the_same(python: &Path) -> Result<(), String> {
    let cases = repository().join("tests/import/cases");
    let file = |name: &str| cases.join(name).to_string_lossy().into_owned();
    let registries = [
        vec![file("otel-registry/attributes.yaml"), file("otel-registry/events.yaml")],
        vec![file("otel-definitions/shop.yaml")],
    ];
    for files in registries {
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let expected = expected::read(python, "otel.py", &files)?;
        let imported = Imported::new("otel", &files).ok_or("it was not imported")?;
        let mut differences = expected.differences(&imported);
        if imported.notes("no-event") != expected.others {
            differences.push(format!("{} others", imported.notes("no-event")));
        }
        if !differences.is_empty() {
            return Err(differences.join("\n"));
        }
    }
    Ok(())
}
