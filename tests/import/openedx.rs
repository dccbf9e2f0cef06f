//! Is our catalog what `annals import openedx` makes of the real library, and does `--into` keep it up to date?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use annals_catalog::model::Model;
use annals_tests::folder::{Folder, files};
use annals_tests::openedx::{generated, generated_from};
use annals_tests::process::{Run, output_of};
use annals_tests::python::Environment;
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::run;

/// A virtual environment with a version of the library.
fn environment(python: &Path, requirements: &str) -> Result<Environment, String> {
    let requirements = repository().join("tests").join(requirements);
    let environment = Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &requirements);
    environment.map_err(|error| error.to_string())
}

/// The version that our catalog is about.
fn current(python: &Path) -> Result<Environment, String> {
    environment(python, "python/upstream.txt")
}

/// Imports the library of an environment.
fn import(folder: &Folder, environment: &Environment, options: &[&str]) -> Run {
    let interpreter = environment.interpreter().display().to_string();
    let start = ["import", "openedx", &interpreter];
    run(folder, start.into_iter().chain(options.iter().copied()))
}

/// What both catalogs must say of an event or record: one line each.
fn facts(model: &Model) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    for event in &model.events {
        let domain = &model[event.domain].name;
        facts.insert(event.event_type.clone(), format!("{} in {domain}", event.name));
        for (index, field) in event.data.iter().enumerate() {
            let key = format!("{} {}", event.event_type, field.name);
            facts.insert(key, format!("{index}: {}", model.spelling(&field.ty)));
        }
    }
    for record in &model.records {
        for (index, field) in record.fields.iter().enumerate() {
            let key = format!("{}.{} {}", model[record.domain].name, record.name, field.name);
            let default = field.presence.default().map(|value| format!(", {value:?}"));
            let default = default.unwrap_or_default();
            facts.insert(key, format!("{index}: {}{default}", model.spelling(&field.ty)));
        }
    }
    facts
}

/// Where our catalog says something else, by the beginning of its facts, with the reason.
const OURS: [(&str, &str); 5] = [
    ("learning.UserNonPersonalData ", "a base class, whose fields the library copies"),
    ("enterprise.BaseLedgerTransaction ", "the same"),
    ("enterprise.BaseEnterpriseFulfillment ", "the same"),
    ("enterprise.LicensedEnterpriseCourseEnrollment ", "a class that no event has"),
    (
        "learning.CourseDiscussionConfigurationData plugin_configuration",
        "the default is the class `dict` by mistake, and not a dict",
    ),
];

pub(crate) fn our_catalog_is_the_library(python: &Path) -> Result<(), String> {
    let (folder, library) = (Folder::temporary(), current(python)?);
    import(&folder, &library, &["--lossy", "--out", "theirs.yaml"]).ends(0);
    let (model, _) = generated_from(&folder.path("theirs.yaml"));
    let (theirs, ours) = (facts(&model), facts(&generated().0));
    let differs = |key: &&String| ours.get(*key) != theirs.get(*key);
    let all: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let mut unexplained: BTreeSet<&String> = all.into_iter().filter(differs).collect();
    for (start, reason) in OURS {
        let before = unexplained.len();
        unexplained.retain(|key| !key.starts_with(start));
        assert!(unexplained.len() < before, "nothing differs in {start}: {reason}");
    }
    let said = |key: &&String| format!("{key}: {:?}, {:?}", theirs.get(*key), ours.get(*key));
    assert!(unexplained.is_empty(), "{:#?}", unexplained.iter().map(said).collect::<Vec<_>>());
    descriptions_are_theirs(&model, &library)
}

/// Every event has the description that is in the comments above its signal.
fn descriptions_are_theirs(model: &Model, library: &Environment) -> Result<(), String> {
    let place = "import openedx_events; print(openedx_events.__path__[0])";
    let package = output_of(Command::new(library.interpreter()).args(["-I", "-c", place]));
    let package = package.map_err(|error| error.to_string())?;
    let mut described = 0;
    for path in files(Path::new(package.trim())) {
        if path.file_name() != Some("signals.py".as_ref()) {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let mut name = "";
        for line in source.lines() {
            name = line.strip_prefix("# .. event_name: ").unwrap_or(name);
            let Some(start) = line.strip_prefix("# .. event_description: ") else { continue };
            let event = model.events.iter().find(|event| event.name == name).unwrap();
            assert!(event.description.starts_with(start.trim()), "{name}: {}", event.description);
            described += 1;
        }
    }
    assert_eq!(described, model.events.len());
    Ok(())
}

/// What `--into` shows for the version that our catalog is about: event, path, kind and the reason.
const SHOWN: [(&str, &str, &str, &str); 2] = [
    (
        "org.openedx.learning.discussions.configuration.changed.v1",
        "configuration.plugin_configuration",
        "default",
        "the default is the class `dict` by mistake, and not a dict",
    ),
    (
        "org.openedx.learning.external_grader.score.submitted.v1",
        "",
        "local_only",
        "the library does not write its schema, but puts it on the bus all the same",
    ),
];

pub(crate) fn nothing_is_new(python: &Path) -> Result<(), String> {
    let (folder, library) = (Folder::temporary(), current(python)?);
    let ours = std::fs::read_to_string(repository().join("catalog.yaml")).unwrap();
    folder.write("catalog.yaml", &ours);
    let made = import(&folder, &library, &["--into", "catalog.yaml", "--format", "json"]);
    let document: Value = serde_json::from_str(&made.ends(1).stdout).unwrap();
    assert_eq!(folder.read("catalog.yaml"), ours);
    assert_eq!(document["common"], 75);
    for key in ["added", "only_in_catalog", "notes", "broken", "files"] {
        assert_eq!(document[key], Value::Array(Vec::new()), "{key}");
    }
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    let shown = document["differences"].as_array().unwrap().iter().map(|item| {
        let events: Vec<&str> =
            item["events"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        (events.join(" "), text(item, "path"), text(item, "kind"))
    });
    let known =
        SHOWN.map(|(event, path, kind, _)| (event.to_owned(), path.to_owned(), kind.to_owned()));
    assert_eq!(shown.collect::<Vec<_>>(), known);
    // Our descriptions and warnings are in our own words.
    let wording = document["wording"].as_array().unwrap();
    let kinds: BTreeSet<String> = wording.iter().map(|item| text(item, "kind")).collect();
    assert_eq!(kinds, BTreeSet::from(["description".to_owned(), "warning".to_owned()]));
    Ok(())
}

/// The items of an earlier version that are taken out of our catalog, and the dates that its change log gives them.
const REMOVED: [(&str, Option<&str>); 4] = [
    ("CohortData", None),
    // The change log begins later.
    ("COHORT_MEMBERSHIP_CHANGED", Some("2025-08-19")),
    ("COURSE_RERUN_COMPLETED", Some("2025-08-19")),
    ("ENTERPRISE_GROUP_DELETED", Some("2025-07-21")),
];

pub(crate) fn removed_events_come_back(python: &Path) -> Result<(), String> {
    let (folder, library) =
        (Folder::temporary(), environment(python, "import/openedx/earlier.txt")?);
    let ours = std::fs::read_to_string(repository().join("catalog.yaml")).unwrap();
    let without =
        |text: &str| REMOVED.iter().fold(text.to_owned(), |text, (name, _)| cut(&text, name));
    let names = |text: &str| -> Vec<String> {
        let names = text
            .lines()
            .filter(|line| line.starts_with("    ") && !line[4..].starts_with([' ', '#']));
        names.map(str::to_owned).collect()
    };
    folder.write("catalog.yaml", without(&ours));
    let made = import(&folder, &library, &["--into", "catalog.yaml"]);
    made.ends(1).says(&["added 3 events, 1 record; 70 events are in both, "]);
    made.says(&["only in the catalog: ROLE_ASSIGNMENT_CREATED, ROLE_ASSIGNMENT_DELETED"]);
    let after = folder.read("catalog.yaml");
    assert_eq!(names(&after), names(&ours), "not in its place");
    assert_eq!(without(&after), without(&ours), "something else changed");
    let (model, _) = generated_from(&folder.path("catalog.yaml"));
    for (name, added) in REMOVED {
        let event = model.events.iter().find(|event| event.name == name);
        assert_eq!(event.map(|event| event.added.to_string()).as_deref(), added, "{name}");
    }
    run(&folder, ["fmt", "--check"]).ends(0);
    run(&folder, ["check", "--no-files", "--quiet"]).ends(0);
    Ok(())
}

/// The text without a record or event, and the blank line after it.
fn cut(text: &str, name: &str) -> String {
    let head = format!("\n    {name}:\n");
    let start = text.find(&head).unwrap_or_else(|| panic!("no {name}")) + 1;
    let rest = &text[start + head.len() - 1..];
    let inside = rest
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty() || line.starts_with("     "));
    let end = start + head.len() - 1 + inside.map(str::len).sum::<usize>();
    format!("{}{}", &text[..start], &text[end..])
}
