//! Does `annals validate` read recordings as documented: lines, encodings, formats, exit codes?

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use serde_json::{Value, json};

use crate::{ANNALS, run, school};

const GOOD: &str = "{\"lesson\":{\"title\":\"Rust\"}}\n";

/// A folder with a recording: four payloads, two of them invalid, with three findings.
fn recorded() -> Folder {
    let folder = school();
    let bad = "{\"lesson\":{\"titel\":\"secret\"}}\r\n\n{\"lesson\":null}\r\n";
    folder.write("day.jsonl", format!("\u{feff}{GOOD}{bad}{GOOD}"));
    folder
}

#[test]
fn each_finding_has_its_file_line_and_field() {
    let run = run(&recorded(), ["validate", "LESSON_STARTED", "day.jsonl"]);
    let expected = "\
        day.jsonl:2: lesson.titel: the catalog has no such field; did you mean `title`?\n\
        day.jsonl:2: lesson.title: missing\n\
        day.jsonl:4: lesson: expected an object, found null\n\
        4 payloads, 2 invalid\n";
    assert_eq!(run.ends(1).stderr, expected);
    assert_eq!(run.stdout, "");
}

#[test]
fn lengths_are_counted() {
    let folder = school();
    folder.edit("catalog.yaml", "{ type: string", "{ max_length: 1, type: string");
    folder.write("day.jsonl", GOOD);
    let run_found = run(&folder, ["validate", "LESSON_STARTED", "day.jsonl"]);
    run_found.ends(1).says(&["lesson.title: expected at most 1 character, found 4"]);
    folder.edit("catalog.yaml", "max_length: 1", "min_length: 5");
    let run_found = run(&folder, ["validate", "LESSON_STARTED", "day.jsonl"]);
    run_found.ends(1).says(&["lesson.title: expected at least 5 characters, found 4"]);
}

#[test]
fn json_is_one_document() {
    let folder = recorded();
    let arguments = ["validate", "LESSON_STARTED", "day.jsonl", "day.jsonl", "--format", "json"];
    let whole = run(&folder, arguments);
    let document: Value = serde_json::from_str(&whole.ends(1).stdout).unwrap();
    assert_eq!(whole.stderr, "");
    assert_eq!((&document["version"], &document["event"]), (&json!(1), &json!("LESSON_STARTED")));
    assert_eq!(document["type"], "org.example.learning.lesson.started.v1");
    let summary = json!({ "payloads": 8, "invalid": 4, "findings": 6, "shown": 6 });
    assert_eq!(document["summary"], summary);
    let first = json!({
        "file": "day.jsonl", "line": 2, "path": "lesson.title", "message": "missing",
    });
    assert_eq!(document["findings"][1], first);

    let failed = run(&folder, ["validate", "LESSON_STARTED", "day.jsonl", "none", "--format=json"]);
    let document: Value = serde_json::from_str(&failed.ends(3).stdout).unwrap();
    assert!(document["error"].as_str().unwrap().contains("cannot read `none`"), "{failed}");
    assert_eq!(document["findings"].as_array().unwrap().len(), 3);
}

#[test]
fn annotations_are_escaped() {
    let folder = school();
    folder.write("a,b:c.jsonl", "{\"50%\":1,\"lesson\":{\"title\":\"\"}}\n");
    let run = run(&folder, ["validate", "LESSON_STARTED", "a,b:c.jsonl", "--format", "github"]);
    let expected = "::error file=a%2Cb%3Ac.jsonl,line=1,title=invalid payload::50%25: the catalog has no such field\n";
    assert_eq!(run.ends(1).stdout, expected);
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let folder = school();
    folder.write("many.jsonl", "{}\n".repeat(250));
    let run = |most: &[&str]| {
        let arguments = [&["validate", "LESSON_STARTED", "many.jsonl"], most].concat();
        run(&folder, arguments)
    };
    let lines = |run: &Run| run.stderr.matches(": lesson: missing").count();
    let few = run(&["--max-errors", "3"]);
    few.ends(1).says(&["247 more findings", "250 payloads, 250 invalid"]);
    assert_eq!(lines(&few), 3);
    assert_eq!(lines(&run(&[])), 100);
    assert_eq!(lines(&run(&["--max-errors", "0"])), 250);
}

#[test]
fn stdin_can_be_a_recording() {
    let mut command = annals(ANNALS, school().root(), ["validate", "LESSON_STARTED", "-"]);
    let folder = school();
    let input = format!("{GOOD}nothing\n");
    let run = Run::with_input(command.current_dir(folder.root()), input.as_bytes());
    run.ends(1)
        .says(&["stdin:2: invalid JSON: expected ident (column 2)", "2 payloads, 1 invalid"]);
}

/// The data of the event in Avro: the text `Rust` after its length.
const HEX: &str = "0852757374";

#[test]
fn encodings_are_detected_per_line() {
    let folder = school();
    let lines = format!("{HEX}\n{GOOD}{}\n{HEX}00\n08\nxyz\n", HEX.to_ascii_uppercase());
    folder.write("mixed", lines);
    let run_as = |encoding: &str| {
        run(&folder, ["validate", "LESSON_STARTED", "mixed", "--encoding", encoding])
    };
    let auto = run_as("auto");
    auto.ends(1).says(&[
        "mixed:4: trailing bytes after the payload: 1 (byte 5)\n",
        "mixed:5: lesson.title: the input ends too early (byte 1)\n",
        "mixed:6: invalid JSON: ",
        "6 payloads, 3 invalid",
    ]);
    run_as("json").ends(1).says(&["6 payloads, 5 invalid"]);
    run_as("avro-hex").ends(1).says(&["mixed:2: expected pairs", "6 payloads, 4 invalid"]);
}

#[test]
fn envelopes_are_opened() {
    let folder = school();
    let good = "{\"metadata\":{\"id\":1},\"data\":{\"lesson\":{\"title\":\"Rust\"}}}\n";
    folder.write("log", format!("{good}{{\"data\":{{\"lesson\":{{\"title\":1}}}}}}\n{GOOD}"));
    let run = run(&folder, ["validate", "LESSON_STARTED", "log", "--envelope"]);
    run.ends(1).says(&[
        "log:2: data.lesson.title: expected text, found a number\n",
        "log:3: lesson: the catalog has no such field\n",
        "log:3: data: missing\n",
        "3 payloads, 2 invalid",
    ]);
}

#[test]
fn too_long_lines_are_skipped() {
    let folder = school();
    let long = format!("{{\"lesson\":{{\"title\":\"{}\"}}}}\n", "x".repeat(3 << 20));
    folder.write("long", format!("{GOOD}{long}{GOOD}"));
    run(&folder, ["validate", "LESSON_STARTED", "long"]).ends(0).says(&["3 payloads, all valid"]);
    let short = run(&folder, ["validate", "LESSON_STARTED", "long", "--max-line", "1000"]);
    short.ends(1).says(&["long:2: the line is longer than 1000 bytes", "3 payloads, 1 invalid"]);
}

/// Payloads hold personal data, and reports end up in logs.
#[test]
fn reports_do_not_contain_payload_values() {
    let folder = school();
    let lines = [
        "{\"lesson\":\"secret\"}",
        "{\"lesson\":{\"title\":[\"secret\"]}}",
        "\"secret\"",
        "{\"lesson\":secret}",
    ];
    folder.write("log", lines.join("\n"));
    for format in ["text", "json", "github"] {
        let run = run(&folder, ["validate", "LESSON_STARTED", "log", "--format", format]);
        run.ends(1);
        assert!(!run.to_string().contains("secret"), "{run}");
    }
}

#[test]
fn unreadable_recordings_exit_with_3() {
    let folder = school();
    for path in ["none.jsonl", "."] {
        let run = run(&folder, ["validate", "LESSON_STARTED", path]);
        run.ends(3).says(&[&format!("cannot read `{path}`")]);
    }
    run(&folder, ["validate", "LESSON_STARTED"]).ends(2);
}
