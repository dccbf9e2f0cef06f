//! Does `annals check --fix` apply the offered fixes and nothing else? A case is a folder: a catalog
//! with its included files, and below `expected/` the files that are different afterwards.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use annals_tests::folder::{Folder, files, relative};
use annals_tests::process::{Run, annals};
use serde_json::Value;

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

/// How the text of a file is encoded.
#[derive(Clone, Copy, Debug)]
enum Form {
    Plain,
    /// With a byte order mark and CRLF, as some editors on Windows write it.
    MarkAndCarriageReturns,
}

impl Form {
    fn of(self, text: &str) -> String {
        match self {
            Form::Plain => text.to_owned(),
            Form::MarkAndCarriageReturns => format!("\u{feff}{}", text.replace('\n', "\r\n")),
        }
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fix");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() > 5, "the cases were found");
    cases
}

/// Writes the case to a folder, and returns the files that are expected afterwards.
fn lay_out(case: &Path, form: Form) -> (Folder, Vec<(String, String)>) {
    let folder = Folder::temporary();
    let mut expected = Vec::new();
    for path in files(case) {
        let (name, text) = (relative(case, &path), fs::read_to_string(&path).unwrap());
        match name.strip_prefix("expected/") {
            Some(name) => expected.push((name.to_owned(), form.of(&text))),
            None => folder.write(&name, form.of(&text)),
        }
    }
    (folder, expected)
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(&mut annals(ANNALS, folder.root(), arguments))
}

fn assert_fixed(folder: &Folder, expected: &[(String, String)], case: &Path, form: Form) {
    for (name, text) in expected {
        let found = folder.read(name);
        let diff = similar::TextDiff::from_lines(text, &found);
        let diff = diff.unified_diff().header("expected", "found").to_string();
        assert!(found == *text, "{} as {form:?}: {name}\n{diff}", case.display());
    }
}

#[test]
fn only_fixes_are_applied() {
    for case in cases() {
        for form in [Form::Plain, Form::MarkAndCarriageReturns] {
            let (folder, expected) = lay_out(&case, form);
            let before = folder.snapshot("");
            let first = run(&folder, &["check", "--fix"]);
            assert!(matches!(first.code, Some(0 | 1)), "{first}");
            assert_fixed(&folder, &expected, &case, form);
            for (name, (_, bytes)) in &before {
                let is_expected = expected.iter().any(|(expected, _)| expected == name);
                assert!(is_expected || *bytes == folder.snapshot("")[name].1, "{name}\n{first}");
            }
            let after = folder.snapshot("");
            run(&folder, &["check", "--fix"]).says(&["fixed 0 mistakes\n"]);
            assert_eq!(after, folder.snapshot(""), "a second run writes nothing");
        }
    }
}

/// There are at least as many findings fewer as fixes, since one fix may resolve two.
#[test]
fn fixed_findings_are_listed_and_no_longer_found() {
    for case in cases() {
        let (folder, _) = lay_out(&case, Form::Plain);
        let before = document(&run(&folder, &["check", "--format=json"]));
        let text = folder.read("catalog.yaml");
        let after = document(&run(&folder, &["check", "--format=json", "--fix"]));
        let fixed = after["fixed"].as_array().unwrap();
        let offered = list(&before).filter(|item| !item["fix"].is_null());
        let offered: Vec<_> = offered.map(|item| (&item["code"], &item["line"])).collect();
        for item in fixed.iter().filter(|item| item["file"] == "catalog.yaml") {
            let line = item["line"].as_u64().unwrap() as usize;
            let written = item["before"].as_str().unwrap();
            let at = (&item["code"], &item["line"]);
            let hidden = !offered.contains(&at);
            assert!(hidden || text.lines().nth(line - 1).unwrap().contains(written), "{item}");
        }
        let left = list(&after).filter(|item| !item["fix"].is_null()).count();
        let rejected = case.ends_with("rejected") || case.ends_with("spoilt");
        assert_eq!(left > 0, rejected, "{}: {after}", case.display());
        assert!(!rejected || fixed.len() == 1, "{after}");
    }
}

fn document(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"))
}

fn list(document: &Value) -> impl Iterator<Item = &Value> {
    document["diagnostics"].as_array().unwrap().iter()
}

/// Git applies the diff of a dry run with the same result as a real run.
#[test]
fn a_dry_run_writes_nothing_and_prints_a_diff_that_applies() {
    for case in cases() {
        let (folder, expected) = lay_out(&case, Form::Plain);
        let before = folder.snapshot("");
        let dry = run(&folder, &["check", "--fix", "--dry-run"]);
        assert_eq!(before, folder.snapshot(""), "{dry}");
        if !dry.stdout.is_empty() {
            dry.ends(1).says(&["would fix "]);
            folder.write("fix.diff", &dry.stdout);
            let mut git = Command::new("git");
            git.current_dir(folder.root()).args(["apply", "-p0", "fix.diff"]);
            Run::of(git.env("GIT_CEILING_DIRECTORIES", "/")).ends(0);
        }
        assert_fixed(&folder, &expected, &case, Form::Plain);
    }
}

#[test]
fn dry_run_requires_fix() {
    run(&Folder::temporary(), &["check", "--dry-run"]).ends(2).says(&["--fix"]);
}

#[test]
fn a_read_only_file_is_reported_and_not_changed() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("fix/included");
    let (folder, _) = lay_out(&case, Form::Plain);
    let path = folder.path("parts/records.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let before = folder.snapshot("");
    let words = "cannot write `parts/records.yaml`: the file is read-only";
    run(&folder, &["check", "--fix"]).ends(3).says(&[words]);
    let json = document(&run(&folder, &["check", "--fix", "--format=json"]));
    assert_eq!(json["error"], words);
    assert_eq!(before, folder.snapshot(""), "if one file cannot be written, none is");
}
