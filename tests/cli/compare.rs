//! Does `annals compare` say who can still read which events?

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use serde_json::Value;

use crate::{ANNALS, run, school};

/// The catalog of the school as `old.yaml`, and with another field in `catalog.yaml`.
fn changed(field: &str) -> Folder {
    let folder = school();
    folder.write("old.yaml", folder.read("catalog.yaml"));
    let old = "        title: { type: string, description: What it is called. }\n";
    folder.edit("catalog.yaml", old, &format!("{old}        subtitle: {field}\n"));
    folder
}

const OPTIONAL: &str = "{ type: string?, description: In small letters. }";
const REQUIRED: &str = "{ type: string, description: In small letters. }";

/// A repository with the catalog of the school as the tag `v1`.
fn repository() -> Folder {
    let folder = changed(OPTIONAL);
    let new = folder.read("catalog.yaml");
    folder.write("catalog.yaml", folder.read("old.yaml"));
    for arguments in [
        &["init", "-q"][..],
        &["add", "catalog.yaml"],
        &["-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-qm", "One"],
        &["tag", "v1"],
    ] {
        let mut command = std::process::Command::new("git");
        Run::of(command.arg("-C").arg(folder.root()).args(arguments)).ends(0);
    }
    folder.write("catalog.yaml", new);
    folder
}

#[test]
fn a_safe_change_is_a_table() {
    let folder = changed(OPTIONAL);
    let run = run(&folder, ["compare", "old.yaml"]);
    let lines: Vec<&str> = run.ends(0).stdout.lines().collect();
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        words(lines[0]),
        ["EVENT", "AVRO", "AVRO-RAW", "ANNALS", "JSON", "JSON-TOLERANT", "RUST", "ROLLOUT"]
    );
    let expected = [
        "LESSON_STARTED",
        "full",
        "forward",
        "full",
        "backward",
        "full",
        "minor",
        "receivers",
        "first",
    ];
    assert_eq!(words(lines[1]), expected);
    run.says(&[
        "note: old readers refuse new events: `subtitle` is not a field that the reader knows",
        "readers: avro-raw\n",
        "readers: json\n",
        "1 event changed since old.yaml",
    ]);
}

#[test]
fn what_is_required_and_broken_is_an_error_with_its_place_and_payload() {
    let folder = changed(REQUIRED);
    let arguments = ["compare", "old.yaml", "--require", "backward"];
    let found = run(&folder, arguments);
    found.ends(1).says(&[
        "error[A0501]: new readers refuse old events: `subtitle` is required, and the writer does not have it",
        "--> catalog.yaml:",
        "readers: avro, annals, json, json-tolerant",
        "payload: {",
        "events: LESSON_STARTED",
    ]);
    run(&folder, ["compare", "old.yaml", "--require", "forward", "--reader", "avro"]).ends(0);
    run(&folder, ["compare", "old.yaml", "--require", "forward", "--reader", "json"]).ends(1);
    run(&folder, ["compare", "old.yaml"]).ends(0);
}

#[test]
fn the_raw_reader_counts_only_if_it_is_asked_for() {
    let folder = changed(OPTIONAL);
    let backward = ["compare", "old.yaml", "--require", "backward"];
    let all = run(&folder, backward);
    all.ends(0).says(&["note: new readers refuse old events: there are no bytes of `subtitle`"]);
    assert!(all.stdout.contains("receivers first"), "{}", all.stdout);
    let raw = run(&folder, [&backward[..], &["--reader", "avro-raw"]].concat());
    raw.ends(1).says(&[
        "error[A0501]: new readers refuse old events: there are no bytes of `subtitle`",
        "= help: give such readers the schema of the writer;",
    ]);
    assert!(raw.stdout.contains("senders first"), "{}", raw.stdout);
}

#[test]
fn code_that_does_not_compile_is_shown() {
    let folder = changed(REQUIRED);
    run(&folder, ["compare", "old.yaml", "--require", "forward"]).ends(1).says(&[
        "note: code for the old bindings does not compile: `subtitle` is required",
        "readers: rust\n  code: fn make(title: ::std::string::String) -> bindings::",
    ]);
    let code = ["compare", "old.yaml", "--reader", "rust", "--require", "backward"];
    run(&folder, code).ends(1).says(&[
        "error[A0501]: code for the old bindings does not compile: `subtitle` is required",
        "= note: code: fn make(",
    ]);
    let folder = changed(OPTIONAL);
    run(&folder, code).ends(0);
    let literals = ["compare", "old.yaml", "--reader", "rust-literals", "--require", "backward"];
    run(&folder, literals).ends(1).says(&["literals lack the field `subtitle`"]);
}

#[test]
fn an_event_that_is_gone_breaks_what_is_required() {
    let folder = changed(OPTIONAL);
    let old = folder.read("old.yaml");
    let text = old.replace("lesson.started", "lesson.opened");
    folder.write("old.yaml", text.replace("LESSON_STARTED", "LESSON_OPENED"));
    let arguments = ["compare", "old.yaml"];
    run(&folder, arguments).ends(0).says(&["0 events changed", "1 added", "1 removed"]);
    run(&folder, ["compare", "old.yaml", "--require", "full"]).ends(1);
}

#[test]
fn the_document_has_every_verdict() {
    let folder = changed(REQUIRED);
    let run = run(&folder, ["compare", "old.yaml", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.ends(0).stdout).unwrap();
    assert_eq!((&document["version"], &document["failed"]), (&Value::from(1), &Value::from(false)));
    let event = &document["events"][0];
    assert_eq!(event["rollout"], "new event type");
    assert_eq!(event["verdicts"][0]["reader"], "avro");
    assert_eq!(event["verdicts"][0]["verdict"], "forward");
    let problem = &event["verdicts"][0]["backward"][0];
    assert_eq!((&problem["effect"], &problem["field"]), (&"refused".into(), &"subtitle".into()));
    assert!(problem["payload"].is_object(), "{problem}");
}

#[test]
fn markdown_is_a_table_with_folded_details() {
    let folder = changed(REQUIRED);
    let run = run(&folder, ["compare", "old.yaml", "--format", "markdown"]);
    let text = &run.ends(0).stdout;
    assert!(
        text.contains(
            "| `LESSON_STARTED` | forward | forward | forward | none | forward | major | new event type |"
        ),
        "{text}"
    );
    assert!(text.contains("<details><summary>"), "{text}");
}

#[test]
fn a_lock_and_a_folder_can_be_the_base() {
    let folder = changed(OPTIONAL);
    folder.write("old/catalog.yaml", folder.read("old.yaml"));
    run(&folder, ["compare", "old"]).ends(0).says(&["1 event changed since old"]);
    run(&folder, ["generate"]).ends(0);
    let run = run(&folder, ["compare", "generated/catalog.lock"]);
    run.ends(0).says(&["0 events changed since generated/catalog.lock, 1 unchanged"]);
}

#[test]
fn a_revision_can_be_the_base() {
    let folder = repository();
    run(&folder, ["compare", "v1"]).ends(0).says(&["1 event changed since v1"]);
    run(&folder, ["compare", "HEAD"]).ends(0).says(&["1 event changed since HEAD"]);
    folder.write("v1", "");
    run(&folder, ["compare", "v1"]).ends(3).says(&["`v1` is a file and a revision", "`git:v1`"]);
    run(&folder, ["compare", "git:v1"]).ends(0);
    run(&folder, ["compare", "v2"]).ends(3).says(&["`v2` is not a revision"]);
    run(&folder, ["compare", "--", "--output=x"]).ends(3).says(&["is not a revision"]);
    assert!(!folder.has("x"), "git takes a name for an option");
}

/// The catalog has a folder of its own in the repository, and two files.
#[test]
fn a_revision_has_the_included_files() {
    let folder = school();
    let text = folder.read("catalog.yaml");
    let (main, events) = text.split_at(text.find("events:\n").unwrap());
    folder
        .write("c/catalog.yaml", main.replace("domains:\n", "include: [parts/*.yaml]\ndomains:\n"));
    folder.write("c/parts/events.yaml", events);
    folder.write("c/parts/notes.txt", "not YAML: [");
    for arguments in [
        &["init", "-q"][..],
        &["add", "c"],
        &["-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-qm", "One"],
    ] {
        let mut command = std::process::Command::new("git");
        Run::of(command.arg("-C").arg(folder.root()).args(arguments)).ends(0);
    }
    let run = run(&folder, ["compare", "HEAD", "--catalog", "c/catalog.yaml"]);
    run.ends(0).says(&["0 events changed since HEAD, 1 unchanged"]);
}

#[test]
fn what_cannot_be_compared_is_exit_code_3() {
    let folder = changed(OPTIONAL);
    folder.write("old.lock", "annals-lock 1\ncatalog school 1.0.0 org.example\n");
    run(&folder, ["compare", "old.lock"]).ends(3).says(&["an older version of annals"]);
    folder.write("broken.yaml", "annals: 1\n");
    run(&folder, ["compare", "broken.yaml"]).ends(3).says(&["the catalog in `broken.yaml` has"]);
    run(&folder, ["compare", "missing.yaml"]).ends(3).says(&["there is no file `missing.yaml`"]);
    let mut without_git = annals(ANNALS, folder.root(), ["compare", "v1"]);
    Run::of(without_git.env("PATH", "")).ends(3).says(&["the program `git` is not there"]);
    #[cfg(unix)]
    run(&folder, ["compare", "/dev/null"]).ends(3).says(&["`/dev/null` is not a file"]);
    folder.write("catalog.yaml", "annals: 1\n");
    run(&folder, ["compare", "old.yaml"]).ends(3).says(&["the catalog has errors"]);
}

#[test]
fn a_shallow_clone_says_how_to_get_the_revision() {
    let origin = repository();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        Run::of(command.arg("-C").arg(origin.root()).args(arguments)).ends(0);
    };
    git(&["add", "catalog.yaml"]);
    git(&["-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-qm", "Two"]);
    git(&["clone", "-q", "--depth", "1", &format!("file://{}", origin.root().display()), "clone"]);
    let catalog = ["-C", "clone/catalog.yaml"];
    let old = run(&origin, ["compare", "HEAD~1"].iter().chain(&catalog));
    old.ends(3).says(&["`HEAD~1` is not a revision; this clone is shallow", "`fetch-depth: 0`"]);
    run(&origin, ["compare", "HEAD"].iter().chain(&catalog)).ends(0);
}

#[test]
fn a_name_with_a_dash_is_not_an_option_of_git() {
    let folder = repository();
    for name in ["--output=x", "-h", "--upload-pack=touch x", "HEAD --output=x", "git:--output=x"] {
        run(&folder, ["compare", "--", name]).ends(3).says(&["is not a revision"]);
    }
    assert!(!folder.has("x"), "git takes a name for an option");
}

/// The history works without git, and git without a history.
#[test]
fn a_history_needs_no_git() {
    let folder = school();
    run(&folder, ["release"]).ends(0);
    let mut without_git = annals(ANNALS, folder.root(), ["compare"]);
    Run::of(without_git.env("PATH", "")).ends(0).says(&["0 events changed since 1.0.0"]);
}

#[test]
fn a_large_base_is_read_or_refused() {
    let folder = changed(OPTIONAL);
    run(&folder, ["release"]).ends(0);
    let mut lock = folder.read("history/1.0.0.lock");
    for _ in 0..100 << 20 >> 10 {
        lock.push_str(&format!("# {}\n", "x".repeat(1021)));
    }
    folder.write("large.lock", &lock);
    run(&folder, ["compare", "large.lock"]).ends(0).says(&["0 events changed since large.lock"]);
    folder.write("large.yaml", &lock[lock.len() - (100 << 20)..]);
    run(&folder, ["compare", "large.yaml"]).ends(3).says(&["large.yaml"]);
}

#[test]
fn only_the_events_that_are_asked_for_are_compared() {
    let folder = changed(OPTIONAL);
    let one = run(&folder, ["compare", "old.yaml", "--event", "LESSON_STARTED"]);
    one.ends(0).says(&["1 event changed"]);
    run(&folder, ["compare", "old.yaml", "--event", "NONE"]).ends(2).says(&["an event `NONE`"]);
    run(&folder, ["compare", "old.yaml", "--domain", "none"]).ends(2).says(&["domain `none`"]);
}
