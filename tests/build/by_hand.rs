//! Does the build refuse output that was edited by hand, and say which command fixes it?

use annals_tests::project::Project;

use crate::{RECORDS, assert_fixed, project};

const AVRO: &str = "generated/schemas/avro/org.example.learning.lesson.started.v1.avsc";
const JSON: &str = "generated/schemas/json/org.example.learning.lesson.started.v1.schema.json";
const REQUIRED: &str = "generated/src/learning/required.rs";
const PAGE: &str = "generated/docs/events/learning/lesson_started.rst";

/// Edits the generated struct; the build must fail and name the line that contains `at`.
fn assert_refused(from: &str, to: &str, at: &str, words: &[&str]) {
    let project = project();
    project.workspace.folder.edit(RECORDS, from, to);
    let text = project.workspace.folder.read(RECORDS);
    let line = text.lines().position(|line| line.contains(at)).unwrap() + 1;
    let run = project.build();
    run.fails().says(&[&format!("{RECORDS}:{line}:"), "catalog.lock", "cargo codegen"]).says(words);
    project.annals(&["check"]).ends(1).says(&["error[A0302]", &format!("{RECORDS}:"), "+"]);
    assert_fixed(&project);
}

/// The field `name` of the generated struct, with its comments.
fn field(name: &str) -> String {
    let text = project().workspace.folder.read(RECORDS);
    let end = text.find(&format!("pub {name}: ")).unwrap();
    let end = end + text[end..].find('\n').unwrap() + 1;
    let above = ["{\n", ",\n"].map(|above| text[..end - 2].rfind(above).unwrap_or_default());
    text[above[0].max(above[1]) + 2..end].to_owned()
}

#[test]
fn a_field_added_by_hand_is_refused() {
    let field = field("minutes");
    assert_refused(&field, &format!("    pub extra: i64,\n{field}"), "pub extra", &["`extra`"]);
}

#[test]
fn a_field_removed_by_hand_is_refused() {
    assert_refused(&field("minutes"), "", "pub struct Lesson", &["`minutes: i32` is missing"]);
}

#[test]
fn a_field_renamed_by_hand_is_refused() {
    assert_refused("pub minutes", "pub hours", "pub hours", &["`hours`", "`minutes`"]);
}

#[test]
fn a_field_retyped_by_hand_is_refused() {
    assert_refused("pub minutes: i32", "pub minutes: i64", "pub minutes", &["`i32`", "`i64`"]);
}

#[test]
fn fields_reordered_by_hand_are_refused() {
    let (first, second) = (field("title"), field("minutes"));
    let (from, to) = (format!("{first}{second}"), format!("{second}{first}"));
    assert_refused(&from, &to, "pub minutes", &["`minutes`", "`title`"]);
}

#[test]
fn a_default_edited_by_hand_is_refused() {
    let project = project();
    project.workspace.folder.edit(REQUIRED, "minutes: 45", "minutes: 54");
    let name = REQUIRED.strip_prefix("generated/").unwrap();
    project.build().fails().says(&[name, "catalog.lock:", "cargo codegen"]);
    project.annals(&["check"]).ends(1).says(&["error[A0302]", &format!("{REQUIRED}:"), "+"]);
    assert_fixed(&project);
}

/// Damages an artifact; the build must fail and name it.
fn assert_artifact_is_refused(path: &str, spoil: impl Fn(&Project)) {
    let project = project();
    spoil(&project);
    let name = path.strip_prefix("generated/").unwrap();
    let run = project.build();
    run.fails().says(&[
        name,
        "generated/src/learning/events.rs:",
        "catalog.lock:",
        "cargo codegen",
    ]);
    project.annals(&["check"]).ends(1).says(&[path, "annals generate"]);
    assert_fixed(&project);
}

#[test]
fn an_edited_avro_schema_is_refused() {
    assert_artifact_is_refused(AVRO, |project| {
        project.workspace.folder.edit(AVRO, "\"int\"", "\"long\"");
    });
}

#[test]
fn an_edited_json_schema_is_refused() {
    assert_artifact_is_refused(JSON, |project| {
        project.workspace.folder.edit(JSON, "integer", "string");
    });
}

#[test]
fn a_deleted_schema_is_refused() {
    assert_artifact_is_refused(AVRO, |project| project.workspace.folder.remove(AVRO));
}

/// A page is not an input of the crate, so cargo does not rebuild when it is gone: the derive reports
/// it at the next compilation, `annals check` at once.
#[test]
fn a_deleted_page_is_refused() {
    let project = project();
    project.workspace.folder.remove(PAGE);
    project.annals(&["check"]).ends(1).says(&["error[A0303]", PAGE, "annals generate"]);
    let root = project.workspace.folder.read("generated/src/lib.rs");
    project.workspace.folder.write("generated/src/lib.rs", root);
    let name = PAGE.strip_prefix("generated/").unwrap();
    project.build().fails().says(&[name, "is missing", "catalog.lock:", "cargo codegen"]);
    assert_fixed(&project);
}

#[test]
fn a_stale_file_is_reported() {
    let project = project();
    let orphan = "generated/schemas/json/org.example.learning.lesson.forgotten.v1.schema.json";
    project.workspace.folder.write(orphan, project.workspace.folder.read(JSON));
    project.annals(&["check"]).ends(1).says(&["error[A0304]", orphan, "annals generate"]);
    assert_fixed(&project);
    assert!(!project.workspace.folder.has(orphan));
}
