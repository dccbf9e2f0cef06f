//! Do `annals list`, `show`, `stats` and `schema` print what the catalog contains?

use std::collections::BTreeSet;

use annals_catalog::model::{Event, Model};
use annals_catalog::names;
use annals_codegen::FileSet;
use annals_tests::openedx;
use annals_tests::process::{Run, annals};
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::{ANNALS, mistaken, run, school};

/// Runs the command on the catalog of this repository.
fn look(arguments: &[&str]) -> Run {
    Run::of(&mut annals(ANNALS, repository(), arguments))
}

fn json(arguments: &[&str]) -> Value {
    let run = look(&[arguments, &["--format", "json"]].concat());
    run.ends(0);
    assert_eq!(run.stderr, "");
    serde_json::from_str(&run.stdout).unwrap()
}

fn listed(arguments: &[&str]) -> BTreeSet<String> {
    let document = json(&[&["list"], arguments].concat());
    let events = document["events"].as_array().unwrap().iter();
    events.map(|event| event["name"].as_str().unwrap().to_owned()).collect()
}

/// True if the JSON Schema of an event defines this type, because its data uses it.
fn defines(files: &FileSet, event: &Event, definition: &str) -> bool {
    let file = names::json_schema_file(&event.event_type);
    let schema: Value = serde_json::from_slice(files.get(&file).unwrap()).unwrap();
    schema["$defs"].get(definition).is_some()
}

#[test]
fn filters_select_the_matching_events() {
    let (model, files) = openedx::generated();
    type Takes<'a> = Box<dyn Fn(&Event) -> bool + 'a>;
    let domain = |event: &Event, name: &str| model[event.domain].name == name;
    let cases: Vec<(&[&str], Takes<'_>)> = vec![
        (&[], Box::new(|_| true)),
        (&["--domain", "learning"], Box::new(|event| domain(event, "learning"))),
        (
            &["-d", "authz", "-d", "analytics"],
            Box::new(|event| domain(event, "authz") || domain(event, "analytics")),
        ),
        (&["--pii"], Box::new(|event| event.pii)),
        (&["--no-pii"], Box::new(|event| !event.pii)),
        (&["--deprecated"], Box::new(|event| event.deprecated.is_some())),
        (&["--live"], Box::new(|event| event.deprecated.is_none())),
        (&["--local-only"], Box::new(|event| event.local_only.is_some())),
        (
            &["--since", "2024-02-01"],
            Box::new(|event| event.added.to_string().as_str() >= "2024-02-01"),
        ),
        (
            &["--until", "2024-02-01"],
            Box::new(|event| event.added.to_string().as_str() <= "2024-02-01"),
        ),
        (
            &["--record", "UserPersonalData"],
            Box::new(|event| defines(&files, event, "UserPersonalData")),
        ),
        (
            &["--record", "learning.CourseEnrollmentData"],
            Box::new(|event| defines(&files, event, "CourseEnrollmentData")),
        ),
        (&["--field-type", "course_key"], Box::new(|event| defines(&files, event, "course_key"))),
        (&["--field-type", "datetime"], Box::new(|event| defines(&files, event, "datetime"))),
        (
            &["--pii", "--domain", "learning", "--since", "2024-01-01", "--record", "UserData"],
            Box::new(|event| {
                let late = event.added.to_string().as_str() >= "2024-01-01";
                event.pii && late && domain(event, "learning") && defines(&files, event, "UserData")
            }),
        ),
    ];
    for (arguments, takes) in cases {
        let expected = model.events.iter().filter(|event| takes(event));
        let expected: BTreeSet<String> = expected.map(|event| event.name.clone()).collect();
        assert_eq!(listed(arguments), expected, "{arguments:?}");
        assert!(!expected.is_empty(), "{arguments:?} selects no event");
    }
}

#[test]
fn lists_have_one_line_per_event() {
    let run = look(&["list", "--local-only"]);
    run.ends(0);
    let mut lines = run.stdout.lines();
    let head = lines.next().unwrap();
    assert!(head.starts_with("NAME ") && head.ends_with("TYPE"), "{run}");
    let added = head.find("ADDED").unwrap();
    for line in lines.clone() {
        assert!(line[added..].starts_with("202") && line.contains(" org.openedx."), "{line}");
    }
    run.says(&[&format!("{} events", lines.count())]);
    assert!(!run.stdout.contains('\u{1b}'), "a pipe has no colours");
    let coloured = look(&["list", "--color", "always"]);
    assert!(coloured.stdout.starts_with("\u{1b}[1mNAME"), "{coloured}");
}

#[test]
fn records_can_be_listed() {
    let document = json(&["list", "--records", "--field-type", "list<CourseData>"]);
    assert_eq!(document["records"], serde_json::json!([]));
    let document =
        json(&["list", "--records", "--domain", "learning", "--record", "UserPersonalData"]);
    let names = document["records"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|record| record["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"UserData") && !names.contains(&"UserPersonalData"), "{names:?}");
}

#[test]
fn yaml_output_equals_json_output() {
    for arguments in [
        &["list", "--pii"][..],
        &["stats"],
        &["show", "COURSE_ENROLLMENT_CREATED"],
        &["show", "UserData"],
    ] {
        let yaml = look(&[arguments, &["--format", "yaml"]].concat());
        let yaml: Value = serde_yaml::from_str(&yaml.ends(0).stdout).unwrap();
        assert_eq!(yaml, json(arguments), "{arguments:?}");
        assert_eq!(yaml["version"], 1);
    }
}

/// The keys of a document, at any depth.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    value.as_array().into_iter().flatten().for_each(|item| keys(item, found));
    for (key, value) in value.as_object().into_iter().flatten() {
        found.insert(key.clone());
        // A default can have any keys.
        if key != "default" && key != "example" {
            keys(value, found);
        }
    }
}

#[test]
fn every_key_is_documented() {
    let mut found = BTreeSet::new();
    let documents = [&["list"][..], &["list", "--records"], &["stats"]];
    documents.into_iter().for_each(|arguments| keys(&json(arguments), &mut found));
    for name in ["COURSE_ENROLLMENT_CREATED", "UserData"] {
        keys(&json(&["show", name]), &mut found);
    }
    let page = annals_tests::folder::Folder::read_path(&repository().join("docs/commands.md"));
    let page = String::from_utf8(page).unwrap();
    let missing: Vec<_> = found.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(
        missing.is_empty() && found.len() > 50,
        "docs/commands.md lacks {missing:?} of {found:?}"
    );
}

#[test]
fn an_event_is_found_by_name_and_by_type() {
    let by_name = json(&["show", "STUDENT_REGISTRATION_COMPLETED"]);
    let by_type = json(&["show", "org.openedx.learning.student.registration.completed.v1"]);
    assert_eq!(by_name, by_type);
    let event = &by_name["event"];
    assert_eq!((&event["pii"], &event["domain"]), (&true.into(), &"learning".into()));
    let fields = event["fields"].as_array().unwrap().iter();
    let paths: Vec<_> = fields.map(|field| field["path"].as_str().unwrap()).collect();
    let expected = [
        "user",
        "user.id",
        "user.is_active",
        "user.pii",
        "user.pii.username",
        "user.pii.email",
        "user.pii.name",
    ];
    assert_eq!(paths, expected);
    for file in ["json_schema", "avro_schema", "page"] {
        let path = format!("generated/{}", event[file].as_str().unwrap());
        assert!(repository().join(&path).is_file(), "{path}");
    }
}

/// Every event and record can be shown, with every field that its schema has.
#[test]
fn every_event_and_record_can_be_shown() {
    let (model, _) = openedx::generated();
    for event in model.events.iter().step_by(9) {
        let shown = json(&["show", &event.name]);
        let page = look(&["show", &event.name]);
        for field in shown["event"]["fields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            let line =
                page.stdout.lines().find(|line| line.trim_start().starts_with(&format!("{name} ")));
            assert!(line.is_some(), "{name} is missing\n{page}");
        }
    }
    assert_uses(&model);
}

fn assert_uses(model: &Model) {
    let shown = json(&["show", "learning.UserPersonalData"]);
    let events = shown["record"]["events"].as_array().unwrap().len();
    let expected = model.events.iter().filter(|event| event.pii).count();
    // The other record with personal data has its own events.
    assert!(events > 10 && events <= expected, "{events} of {expected}");
}

#[test]
fn statistics_match_the_model() {
    let statistics = json(&["stats"]);
    let (model, _) = openedx::generated();
    assert_eq!(statistics["total"]["events"], model.events.len());
    assert_eq!(statistics["total"]["records"], model.records.len());
    for key in ["events", "records", "fields", "pii_fields", "waivers", "deprecated_events"] {
        let domains = statistics["by_domain"].as_array().unwrap().iter();
        let sum: u64 = domains.map(|domain| domain[key].as_u64().unwrap()).sum();
        assert_eq!(statistics["total"][key], sum, "{key}");
    }
    let keyed = model.events.iter().filter(|event| event.key.is_some()).count();
    let share = &statistics["total"]["coverage"]["events_with_key"];
    assert_eq!((&share["count"], &share["of"]), (&keyed.into(), &model.events.len().into()));
    assert_eq!(share["percent"], keyed * 100 / model.events.len());
}

#[test]
fn waivers_outside_of_domains_count_in_the_total() {
    let folder = school();
    let allow = "allow: [{ rule: A0242, reason: For later. }]";
    let types = format!(
        "scalars: {{ spare: {{ base: long, {allow} }} }}\nenums: {{ Mode: {{ {allow}, values: [on] }} }}\ndomains:\n"
    );
    folder.edit("catalog.yaml", "domains:\n", &types);
    let domain = "What learners do, allow: [{ rule: A0263, reason: A title. }]";
    folder.edit("catalog.yaml", "What learners do.", domain);
    run(&folder, ["check", "--no-files"]).ends(0).says_nothing_of("A0");
    let shown = run(&folder, ["stats", "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown.ends(0).stdout).unwrap();
    assert_eq!(shown["by_domain"][0]["waivers"], 1, "{shown}");
    assert_eq!(shown["total"]["waivers"], 3, "{shown}");
}

#[test]
fn an_unknown_name_is_wrong_usage_and_the_nearest_is_suggested() {
    let cases: [(&[&str], &str); 7] = [
        (&["show", "STUDENT_REGISTRATION_COMPLETE"], "`STUDENT_REGISTRATION_COMPLETED`"),
        (&["show", "UserDta"], "`UserData`"),
        (&["list", "--domain", "lerning"], "`learning`"),
        (&["list", "--record", "learning.UserDat"], "`learning.UserData`"),
        (&["list", "--field-type", "list<couse_key>"], "`course_key`"),
        (&["validate", "COURSE_ENROLMENT_CREATED", "-"], "`COURSE_ENROLLMENT_CREATED`"),
        (&["list", "--pii", "--no-pii"], "--no-pii"),
    ];
    for (arguments, near) in cases {
        let run = look(arguments);
        run.ends(2).says(&[near]);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_catalog_with_errors_is_not_inspected() {
    let folder = mistaken();
    for arguments in [
        &["list"][..],
        &["show", "LESSON_STARTED"],
        &["stats"],
        &["validate", "LESSON_STARTED", "-"],
    ] {
        let run = run(&folder, arguments);
        run.ends(1).says(&["error[A0123]", "1 error"]).says_nothing_of("warning");
        assert_eq!(run.stdout, "");
    }
    let warned = school();
    warned.edit("catalog.yaml", "      repository: example/school\n", "");
    run(&warned, ["list"]).ends(0).says_nothing_of("warning");
}

#[test]
fn the_schema_is_printed_without_a_catalog() {
    let folder = annals_tests::folder::Folder::temporary();
    for arguments in [&["schema"][..], &["schema", "--included"]] {
        let schema: Value = serde_json::from_str(&run(&folder, arguments).ends(0).stdout).unwrap();
        assert!(schema["$defs"]["event"].is_object());
        assert_eq!(schema["properties"].get("catalog").is_some(), arguments.len() == 1);
    }
}

#[test]
fn one_of_something_is_singular() {
    let folder = school();
    run(&folder, ["generate"]).ends(0);
    run(&folder, ["list"]).ends(0).says(&["1 event\n"]);
    run(&folder, ["list", "--records"]).ends(0).says(&["1 record\n"]);
    let agrees = "; 1 file agrees with the catalog";
    run(&folder, ["generate", "--check", "--only", "avro"]).ends(0).says(&[agrees]);
    let counts = "1 event, 1 record, 0 scalars, 0 enums; everything could be expressed; \
                  `annals check` will have 1 warning\n";
    run(&folder, ["import", "avsc", "generated/schemas/avro"]).ends(0).says(&[counts]);
}
