//! Does `annals import --into` add what is new to its place, and leave everything else as it is?
//!
//! A case is a folder: `before` has a catalog, `source` the schemas, and `options` the arguments. Accepted are the
//! files in `after`, if any differ, and the `report`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_tests::folder::{Folder, files, files_where, relative};
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::{DAY, run};

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/import/into")).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 5, "{cases:?}");
    cases
}

/// The files of a folder by their paths in it.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    if !folder.is_dir() {
        return BTreeMap::new();
    }
    let paths = files(folder).into_iter();
    paths.map(|path| (relative(folder, &path), Folder::read_path(&path))).collect()
}

/// The command of a case, with further options.
fn merge(folder: &Folder, case: &Path, more: &[&str]) -> (i32, String) {
    let options = std::fs::read_to_string(case.join("options")).unwrap();
    let options = options.split_whitespace().map(str::to_owned);
    let into = ["--into", "catalog.yaml"].into_iter().chain(DAY).chain(more.iter().copied());
    let arguments = ["import".to_owned()].into_iter().chain(options).chain(into.map(str::to_owned));
    let made = run(folder, arguments);
    (made.code.unwrap_or(-1), format!("{}{}", made.stdout, made.stderr))
}

pub(crate) fn is_as_accepted() {
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let folder = Folder::temporary();
        let before = contents(&case.join("before"));
        for (path, bytes) in &before {
            folder.write(path, bytes);
        }
        for (path, bytes) in contents(&case.join("source")) {
            folder.write(&format!("source/{path}"), bytes);
        }
        let formatted = run(&folder, ["fmt", "--check"]).code;
        let dry = merge(&folder, &case, &["--dry-run"]);
        let unchanged =
            before.iter().all(|(path, bytes)| Folder::read_path(&folder.path(path)) == *bytes);
        assert!(unchanged, "{}: a dry run writes", case.display());
        let (code, said) = merge(&folder, &case, &[]);
        assert_eq!(dry.0, code, "{}: a dry run ends otherwise", case.display());
        let after: BTreeMap<String, Vec<u8>> = before
            .keys()
            .map(|path| (path.clone(), Folder::read_path(&folder.path(path))))
            .filter(|(path, bytes)| before[path] != *bytes)
            .collect();
        if !after.is_empty() {
            run(&folder, ["check", "--no-files", "--quiet"]).ends(0);
            assert_eq!(run(&folder, ["fmt", "--check"]).code, formatted, "{}", case.display());
            lines_stay(&before, &after);
            // Once is enough.
            merge(&folder, &case, &["--check"]);
            let again = folder.path("catalog.yaml");
            assert_eq!(
                after.get("catalog.yaml").unwrap_or(&before["catalog.yaml"]),
                &Folder::read_path(&again)
            );
            assert!(merge(&folder, &case, &[]).1.contains("nothing to add"), "{}", case.display());
        }
        let report = format!("{said}exit code {code}\n").into_bytes();
        let made = after.into_iter().map(|(path, bytes)| (format!("after/{path}"), bytes));
        let made: BTreeMap<String, Vec<u8>> = made.chain([("report".to_owned(), report)]).collect();
        let mut accepted = contents(&case);
        accepted.retain(|path, _| path.starts_with("after/") || path == "report");
        if accept {
            accepted.keys().for_each(|path| std::fs::remove_file(case.join(path)).unwrap());
            made.iter().for_each(|(path, bytes)| Folder::at(&case).write(path, bytes));
            continue;
        }
        for path in accepted.keys().chain(made.keys()).collect::<std::collections::BTreeSet<_>>() {
            let text = |all: &BTreeMap<String, Vec<u8>>| {
                String::from_utf8_lossy(all.get(path).map(Vec::as_slice).unwrap_or_default())
                    .into_owned()
            };
            let (old, new) = (text(&accepted), text(&made));
            if accepted.get(path) != made.get(path) {
                let diff = similar::TextDiff::from_lines(&old, &new);
                let name = case.join(path).display().to_string();
                failures += &diff.unified_diff().header(&name, "made now").to_string();
            }
        }
    }
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test import";
    assert!(failures.is_empty(), "{failures}\nread the diff; if it is right: {command}");
}

/// Every line of the owner is there, and in its order.
fn lines_stay(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    for (path, after) in after {
        let mut lines = after.split(|byte| *byte == b'\n');
        for line in before[path].split(|byte| *byte == b'\n').filter(|line| !is_empty(line)) {
            let found = lines.any(|other| other == line);
            assert!(found, "{path} lost {:?}", String::from_utf8_lossy(line));
        }
    }
}

/// A blank line, or a section without entries, which gets some.
fn is_empty(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    text.trim().is_empty() || text.trim_end().ends_with("{}")
}

/// What the schemas that we generated say is what their catalog says.
pub(crate) fn our_schemas_show_nothing() {
    let golden = std::fs::read_dir(repository().join("tests/golden")).unwrap();
    let golden = golden.map(|entry| entry.unwrap().path()).filter(|case| case.is_dir());
    let golden = golden.map(|case| {
        let sources = files_where(&case, &|name| name != "expected");
        (case.join("expected/schemas"), sources, case)
    });
    let own = vec![repository().join("catalog.yaml")];
    let own = (repository().join("generated/schemas"), own, repository().to_owned());
    let mut compared = 0;
    for (schemas, sources, case) in golden.chain([own]) {
        for (kind, schemas) in
            [("avsc", schemas.join("avro")), ("json-schema", schemas.join("json"))]
        {
            if !schemas.is_dir() {
                continue;
            }
            let folder = Folder::temporary();
            for path in &sources {
                folder.write(&relative(&case, path), Folder::read_path(path));
            }
            let schemas = schemas.display().to_string();
            let made =
                run(&folder, ["import", kind, &schemas, "--into", "catalog.yaml", "--check"]);
            made.ends(0).says(&["nothing to add; ", "nothing differs"]);
            compared += 1;
        }
    }
    assert!(compared >= 20, "{compared}");
}

pub(crate) fn json_is_documented() {
    let case = repository().join("tests/import/into/several-files");
    let folder = Folder::temporary();
    for part in ["before", "source"] {
        for (path, bytes) in contents(&case.join(part)) {
            let path = if part == "source" { format!("source/{path}") } else { path };
            folder.write(&path, bytes);
        }
    }
    let options = ["import", "avsc", "source", "--into", "catalog.yaml", "--format", "json"];
    let made = run(&folder, options.into_iter().chain(DAY)).ends(1).stdout.clone();
    let document: Value = serde_json::from_str(&made).unwrap();
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    let page = String::from_utf8(Folder::read_path(&repository().join("docs/import.md"))).unwrap();
    for key in keys {
        assert!(
            page.contains(&format!("| `{key}`")) || page.contains(&format!(", `{key}`")),
            "{key}"
        );
    }
    for (key, count) in [("added", 4), ("differences", 1), ("only_in_catalog", 1), ("broken", 0)] {
        assert_eq!(document[key].as_array().unwrap().len(), count, "{key}: {made}");
    }
    let difference = &document["differences"][0];
    assert_eq!(difference["kind"], "type");
    assert_eq!(difference["path"], "order.total");
    assert_eq!(
        (&difference["catalog"], &difference["source"]),
        (&"double".into(), &"string".into())
    );
    assert_eq!(difference["place"]["file"], "domains/shop.yaml");
}
