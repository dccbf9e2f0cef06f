//! Is each construct imported as accepted in review, and documented?
//!
//! A case is a folder, named after the kind: schemas, and the expected `catalog.yaml` and `notes.json`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annals_tests::folder::{Folder, files};
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::{DAY, run};

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/import/cases")).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 2, "{cases:?}");
    cases
}

/// The folders of each kind begin with a word.
fn kind(case: &Path) -> &'static str {
    const KINDS: [(&str, &str); 7] = [
        ("asyncapi", "asyncapi"),
        ("avro", "avsc"),
        ("cloudevents", "cloudevents"),
        ("glean", "glean"),
        ("json-schema", "json-schema"),
        ("otel", "otel"),
        ("protobuf", "protobuf"),
    ];
    let name = case.file_name().unwrap().to_string_lossy();
    let found = KINDS.into_iter().find(|(begin, _)| name.starts_with(begin));
    found.unwrap_or_else(|| panic!("no kind begins like {name}")).1
}

pub(crate) fn are_as_accepted() {
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let folder = Folder::temporary();
        let made = ["catalog.yaml", "notes.json"];
        let inputs =
            files(&case).into_iter().filter(|path| !made.iter().any(|name| path.ends_with(name)));
        let mut names = Vec::new();
        for path in inputs {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            folder.write(&name, Folder::read_path(&path));
            names.push(name);
        }
        let kind = kind(&case);
        let options = ["import", kind, "--lossy", "--format", "json", "--out", "catalog.yaml"];
        let options = options.into_iter().chain(DAY).chain(names.iter().map(String::as_str));
        let notes = run(&folder, options).ends(0).stdout.clone();
        // What was written is a catalog in canonical form.
        run(&folder, ["check", "--out", "nowhere", "--only", "rust"]).says_nothing_of("error[A00");
        run(&folder, ["fmt", "--check"]).ends(0);
        // Nothing of it is new.
        let again = ["import", kind, "--lossy", "--into", "catalog.yaml", "--check"];
        let again = again.into_iter().chain(DAY).chain(names.iter().map(String::as_str));
        run(&folder, again).says(&["nothing to add; ", ", nothing differs"]);
        for (name, text) in made.into_iter().zip([folder.read("catalog.yaml"), notes]) {
            if accept {
                let place = Folder::at(&case);
                place.write(name, &text);
            }
            let accepted = std::fs::read_to_string(case.join(name)).unwrap_or_default();
            if accepted != text {
                let diff = similar::TextDiff::from_lines(&accepted, &text);
                failures += &format!(
                    "== {}\n{}",
                    case.display(),
                    diff.unified_diff().header(name, "made now")
                );
            }
        }
    }
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test import";
    assert!(failures.is_empty(), "{failures}\nread the diff; if it is right: {command}");
}

/// The cases and the documentation have the same kinds of notes.
pub(crate) fn are_as_documented() {
    let mut seen = BTreeSet::new();
    for case in cases() {
        let notes: Value =
            serde_json::from_slice(&Folder::read_path(&case.join("notes.json"))).unwrap();
        let kinds = notes["notes"].as_array().unwrap().iter();
        seen.extend(kinds.map(|note| note["kind"].as_str().unwrap().to_owned()));
    }
    let page = String::from_utf8(Folder::read_path(&repository().join("docs/import.md"))).unwrap();
    let table = page
        .split("## What does not")
        .nth(1)
        .and_then(|rest| rest.split("## For tools").next())
        .unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let words: BTreeSet<String> =
        rows.filter(|word| !word.starts_with("--")).map(str::to_owned).collect();
    assert_eq!(seen, words, "kinds of notes in tests/import/cases, and in docs/import.md");
}
