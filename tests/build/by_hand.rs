//! What somebody changed by hand in the output: does the build refuse it, and say what mends it?

use annals_tests::house::House;

use crate::{RECORDS, assert_mended, house};

const AVRO: &str = "generated/schemas/avro/org.example.learning.lesson.started.v1.avsc";
const JSON: &str = "generated/schemas/json/org.example.learning.lesson.started.v1.schema.json";
const PAGE: &str = "generated/docs/events/learning/lesson_started.rst";

/// Changes the generated struct by hand, and expects the build to name the line that holds `at`.
fn assert_refused(from: &str, to: &str, at: &str, words: &[&str]) {
    let house = house();
    house.workspace.folder.edit(RECORDS, from, to);
    let text = house.workspace.folder.read(RECORDS);
    let line = text.lines().position(|line| line.contains(at)).unwrap() + 1;
    let run = house.build();
    run.fails().says(&[&format!("{RECORDS}:{line}:"), "catalog.lock", "cargo codegen"]).says(words);
    house.annals(&["check"]).ends(1).says(&["error[A0302]", &format!("{RECORDS}:"), "+"]);
    assert_mended(&house);
}

/// The field of the generated struct that is called `name`, with its comments.
fn field(name: &str) -> String {
    let text = house().workspace.folder.read(RECORDS);
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

/// Spoils an artifact, and expects the build to name it.
fn assert_artifact_is_held(path: &str, spoil: impl Fn(&House)) {
    let house = house();
    spoil(&house);
    let name = path.strip_prefix("generated/").unwrap();
    let run = house.build();
    run.fails().says(&[
        name,
        "generated/src/learning/events.rs:",
        "catalog.lock:",
        "cargo codegen",
    ]);
    house.annals(&["check"]).ends(1).says(&[path, "annals generate"]);
    assert_mended(&house);
}

#[test]
fn an_edited_avro_schema_is_refused() {
    assert_artifact_is_held(AVRO, |house| {
        house.workspace.folder.edit(AVRO, "\"int\"", "\"long\"");
    });
}

#[test]
fn an_edited_json_schema_is_refused() {
    assert_artifact_is_held(JSON, |house| {
        house.workspace.folder.edit(JSON, "integer", "string");
    });
}

#[test]
fn a_deleted_schema_is_refused() {
    assert_artifact_is_held(AVRO, |house| house.workspace.folder.remove(AVRO));
}

/// A page is no input of the crate, so cargo sees no reason to compile; the next time it does, the
/// derive finds out, and `annals check` at once.
#[test]
fn a_deleted_page_is_refused() {
    let house = house();
    house.workspace.folder.remove(PAGE);
    house.annals(&["check"]).ends(1).says(&["error[A0303]", PAGE, "annals generate"]);
    let root = house.workspace.folder.read("generated/src/lib.rs");
    house.workspace.folder.write("generated/src/lib.rs", root);
    let name = PAGE.strip_prefix("generated/").unwrap();
    house.build().fails().says(&[name, "is missing", "catalog.lock:", "cargo codegen"]);
    assert_mended(&house);
}

#[test]
fn an_orphan_is_found() {
    let house = house();
    let orphan = "generated/schemas/json/org.example.learning.lesson.forgotten.v1.schema.json";
    house.workspace.folder.write(orphan, house.workspace.folder.read(JSON));
    house.annals(&["check"]).ends(1).says(&["error[A0304]", orphan, "annals generate"]);
    assert_mended(&house);
    assert!(!house.workspace.folder.has(orphan));
}
