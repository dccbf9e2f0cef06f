//! Which output goes to which stream: results to stdout, reports to stderr; also JSON, colours and `--quiet`.

use std::process::Stdio;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use serde_json::Value;

use crate::{ANNALS, CATALOG, generated, mistaken, run, school};

#[test]
fn json_goes_to_stdout_only() {
    let folder = mistaken();
    let run = run(&folder, ["check", "--format", "json"]);
    run.ends(1);
    assert_eq!(run.stderr, "");
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(keys(&document), ["diagnostics", "files", "summary", "version"]);
    assert_eq!(document["version"], 1);
    assert_eq!(document["summary"], serde_json::json!({ "errors": 1, "warnings": 1, "files": 0 }));
    let error = &document["diagnostics"][0];
    let expected = [
        "code",
        "column",
        "edit",
        "end_column",
        "end_line",
        "file",
        "fix",
        "hint",
        "label",
        "line",
        "message",
        "notes",
        "related",
        "severity",
    ];
    assert_eq!(keys(error), expected);
    let column = CATALOG.lines().nth(10).unwrap().find("string").unwrap() + 1;
    assert_eq!((&error["line"], &error["end_line"]), (&11.into(), &11.into()));
    assert_eq!((&error["column"], &error["end_column"]), (&column.into(), &(column + 5).into()));
    assert_eq!((&error["code"], &error["severity"]), (&"A0123".into(), &"error".into()));
    assert_eq!(error["file"], "catalog.yaml");
    assert_eq!(document["diagnostics"][1]["severity"], "warning");
}

#[test]
fn json_lists_stale_files() {
    let folder = generated();
    let line = folder.edit("generated/src/learning/records.rs", "pub title", "pub heading");
    let run = run(&folder, ["check", "--format=json", "--quiet"]);
    run.ends(1);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let [file] = document["files"].as_array().unwrap().as_slice() else { panic!("{run}") };
    assert_eq!(keys(file), ["code", "diff", "line", "message", "path", "state"]);
    assert_eq!(file["path"], "generated/src/learning/records.rs");
    assert_eq!((&file["code"], &file["state"]), (&"A0302".into(), &"edited".into()));
    assert_eq!(file["line"], line);
    assert!(file["diff"].as_str().unwrap().contains("-    pub heading: "), "{run}");
}

#[test]
fn json_reports_unreadable_files() {
    let folder = Folder::temporary();
    folder.write("latin.yaml", b"annals: 1\n# \xe9\n");
    folder.write("good.yaml", CATALOG);
    let cases: [(&[&str], &str); 4] = [
        (&[], "could not find `catalog.yaml` here"),
        (&["-C", "absent.yaml"], "cannot read `absent.yaml`"),
        (&["-C", "latin.yaml"], "line 2 is not UTF-8"),
        (&["-C", "good.yaml", "--out", "good.yaml"], "cannot read `good.yaml/"),
    ];
    for (arguments, words) in cases {
        let run = run(&folder, [&["check", "--format=json"], arguments].concat());
        run.ends(3);
        assert_eq!(run.stderr, "", "{arguments:?}");
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(keys(&document), ["diagnostics", "error", "files", "summary", "version"]);
        assert!(document["error"].as_str().unwrap().contains(words), "{run}");
        assert_eq!(document["summary"]["errors"], 0);
    }
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn colours_follow_the_option_and_the_environment() {
    let folder = mistaken();
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = annals(ANNALS, folder.root(), arguments);
        let run = Run::of(command.envs(variables.iter().copied()));
        run.ends(1);
        assert!(!run.stdout.contains('\u{1b}'), "{run}");
        run.stderr.contains('\u{1b}')
    };
    assert!(coloured(&["check", "--color", "always"], &[]));
    assert!(
        coloured(&["check", "--color", "always"], &[("NO_COLOR", "1")]),
        "the option overrides the variable"
    );
    assert!(!coloured(&["check", "--color", "never"], &[]));
    assert!(!coloured(&["check"], &[]), "a pipe is not a terminal");
    assert!(!coloured(&["check"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["check", "--format", "json"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn quiet_prints_only_errors() {
    let folder = school();
    folder.edit("catalog.yaml", "      repository: example/school\n", "");
    for arguments in [["generate", "--quiet"], ["check", "-q"]] {
        let run = run(&folder, arguments);
        run.ends(0);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    }
    folder.edit("catalog.yaml", "{ type: string", "{ type: strin");
    let run = run(&folder, ["check", "--quiet"]);
    run.ends(1).says(&["error[A0123]"]).says_nothing_of("A0232").says_nothing_of("1 error");
}

#[test]
fn a_closed_pipe_does_not_panic() {
    let folder = school();
    let cases = [&["completions", "bash"][..], &["--help"], &["generate", "--dry-run"]];
    for arguments in cases {
        let mut command = annals(ANNALS, folder.root(), arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    }
}
