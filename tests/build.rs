//! Does the build keep everything true? Whole processes in a scratch house: a catalog, its
//! generated crate and a program on top, with the manifest and build script of the repository.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod build {
    mod by_hand;
    mod places;
    mod templates;
}

use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use annals_tests::house::House;

const RECORDS: &str = "generated/src/learning/records.rs";

/// One house for all tests, since dependencies take long to build; one test at a time is in it.
static HOUSE: LazyLock<Mutex<House>> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("house");
    Mutex::new(House::new(&place, env!("CARGO_BIN_EXE_annals-under-test")))
});

/// The house as it was in the beginning, built.
fn house() -> MutexGuard<'static, House> {
    let house = HOUSE.lock().unwrap_or_else(PoisonError::into_inner);
    house.reset();
    house.build().ends(0);
    house
}

/// Adds an event, and a record that only it uses.
fn add_event(house: &House) {
    let event = "
    LESSON_FINISHED:
      type: org.example.learning.lesson.finished.v1
      added: 2025-02-02
      description: Somebody came to the end.
      repository: example/school
      data: { result: Result }
records:
  learning:
    Result:
      description: What came of it.
      fields: { points: { type: long, description: The more the better. } }
";
    let folder = &house.workspace.folder;
    folder.write("catalog.yaml", folder.read("catalog.yaml") + event);
}

fn assert_mended(house: &House) {
    house.annals(&["generate"]).ends(0);
    house.annals(&["check"]).ends(0);
    house.build().ends(0);
}

#[test]
fn the_first_build_generates() {
    let house = house();
    let before = house.output();
    let folder = &house.workspace.folder;
    for path in ["src/catalog.rs", "src/learning", "schemas", "docs"] {
        let place = folder.path("generated").join(path);
        if place.is_dir() { std::fs::remove_dir_all(place) } else { std::fs::remove_file(place) }
            .unwrap();
    }
    folder.remove("generated/catalog.lock");
    folder.write("catalog.yaml", folder.read("catalog.yaml"));
    house.build().ends(0);
    let bytes = |(path, (_, bytes))| (path, bytes);
    let (before, after) = (before.into_iter().map(bytes), house.output().into_iter().map(bytes));
    assert!(before.eq(after), "the build makes what the command makes");
}

#[test]
fn an_edit_is_compiled_in_the_same_build_and_the_next_does_nothing() {
    let house = house();
    add_event(&house);
    let consumer = "//! Uses what was just added.

use annals::Record as _;
use openedx_events::learning::{LessonFinished, Result};

fn main() {
    let result = Result { points: 7 };
    println!(\"{}\", LessonFinished { result }.to_json().expect(\"it is JSON\"));
}
";
    house.workspace.folder.write("consumer/src/main.rs", consumer);
    let run = house.consume();
    run.ends(0);
    assert_eq!(run.stdout, "{\"result\":{\"points\":7}}\n");

    let before = house.output();
    let run = house.build();
    run.ends(0).says(&["Fresh openedx-events", "Fresh consumer"]).says_nothing_of("Running");
    assert_eq!(before, house.output(), "nothing is written, not even with the same bytes");
}

#[test]
fn only_files_that_differ_are_written() {
    let house = house();
    let before = house.output();
    house.workspace.folder.edit("more/lessons.yaml", "What it is called", "The title");
    house.build().ends(0);
    let after = house.output();
    assert!(before.keys().eq(after.keys()));
    let written = before.iter().filter(|(path, (time, _))| after[*path].0 != *time);
    for (path, (_, bytes)) in written {
        assert_ne!(*bytes, after[path].1, "{path} was written with the same bytes");
    }
    assert_eq!(before["src/learning/events.rs"], after["src/learning/events.rs"]);
    assert_ne!(before["src/learning/records.rs"].1, after["src/learning/records.rs"].1);

    // Even a run of the generator that finds nothing to do leaves the files alone.
    house.workspace.folder.edit("catalog.yaml", "annals: 1\n", "# A comment.\nannals: 1\n");
    house.build().ends(0);
    let last = house.output();
    let changed: Vec<_> = after.iter().filter(|(path, file)| last[*path] != **file).collect();
    let names: Vec<_> = changed.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["catalog.lock"], "it names the digest of the catalog");
}

#[test]
fn a_broken_catalog_stops_the_build_with_its_report() {
    let house = house();
    let before = house.output();
    let line = house.workspace.folder.edit("more/lessons.yaml", "type: int", "type: itn");
    let run = house.build();
    run.fails().says(&["error[A0123]", &format!("more/lessons.yaml:{line}:"), "`itn`", "1 error"]);
    assert_eq!(before, house.output(), "files stay whole");
    house.workspace.folder.edit("more/lessons.yaml", "type: itn", "type: int");
    house.build().ends(0);
}

#[test]
fn a_warning_is_shown_and_stops_nothing() {
    let house = house();
    house.workspace.folder.edit("catalog.yaml", "      repository: example/school\n", "");
    let run = house.build();
    run.ends(0).says(&["warning: openedx-events@", "[A0232]", "catalog.yaml:9:"]);
}

#[test]
fn in_ci_a_stale_tree_fails_with_a_diff() {
    let house = house();
    let check = |arguments| house.workspace.cargo_with([arguments], &[("ANNALS_CHECK", "1")]);
    check("build").ends(0);
    house.workspace.folder.edit("more/lessons.yaml", "type: int", "type: long");
    let before = house.output();
    let run = check("build");
    run.fails().says(&[
        "error[A0301]",
        "generated/src/learning/records.rs:",
        "-    pub minutes: i32,",
        "+    pub minutes: i64,",
        "ANNALS_CHECK=1 prevents writing; run `annals generate --catalog ",
    ]);
    run.says_nothing_of("cargo codegen");
    assert_eq!(before, house.output(), "it writes nothing");
    house.annals(&["generate"]).ends(0);
    check("build").ends(0);
}

#[test]
fn without_the_generator_a_catalog_newer_than_the_lock_is_refused() {
    let house = house();
    house.build_without_generator().ends(0);
    house.workspace.folder.edit("more/lessons.yaml", "default: 45", "default: 40");
    let run = house.build_without_generator();
    run.fails().says(&["../more/lessons.yaml", "catalog.lock:", "cargo codegen"]);
    house.annals(&["generate"]).ends(0);
    house.build_without_generator().ends(0);
}

#[test]
fn what_is_removed_from_the_catalog_goes_and_hand_written_files_stay() {
    let house = house();
    let folder = &house.workspace.folder;
    let old = folder.read("catalog.yaml");
    add_event(&house);
    let by_hand = ["generated/src/by_hand.rs", "generated/docs/by_hand.rst", "generated/NOTES"];
    for path in by_hand {
        folder.write(path, "Not ours.\n");
    }
    house.build().ends(0);
    let finished = [
        "generated/schemas/avro/org.example.learning.lesson.finished.v1.avsc",
        "generated/schemas/json/org.example.learning.lesson.finished.v1.schema.json",
        "generated/docs/events/learning/lesson_finished.rst",
        "generated/docs/records/learning/Result.rst",
    ];
    assert!(finished.iter().all(|path| folder.has(path)));
    folder.write("catalog.yaml", old);
    house.build().ends(0);
    assert_eq!(finished.iter().find(|path| folder.has(path)), None);
    assert_eq!(by_hand.map(|path| folder.read(path)), ["Not ours.\n"; 3]);
    house.annals(&["check"]).ends(0);
}

#[test]
fn a_new_file_that_an_include_matches_is_seen() {
    let house = house();
    let text = "
events:
  learning:
    LESSON_SKIPPED:
      type: org.example.learning.lesson.skipped.v1
      added: 2025-03-03
      description: Somebody went on without it.
      repository: example/school
      data: { lesson: Lesson }
";
    house.workspace.folder.write("more/skipped.yaml", text);
    house.build().ends(0);
    assert!(
        house.workspace.folder.read("generated/src/learning/events.rs").contains("LessonSkipped")
    );
    house.workspace.folder.remove("more/skipped.yaml");
    house.build().ends(0);
    assert!(
        !house.workspace.folder.read("generated/src/learning/events.rs").contains("LessonSkipped")
    );
}

/// What lies beside the catalog changes with every build, so only what is included is watched.
#[test]
fn a_file_included_by_name_is_watched_and_its_folder_is_not() {
    let house = house();
    let folder = &house.workspace.folder;
    folder.write("lessons.yaml", folder.read("more/lessons.yaml"));
    folder.edit("catalog.yaml", "more/*.yaml", "lessons.yaml");
    house.build().ends(0);
    folder.write("notes.txt", "Nothing that matters.\n");
    house.build().ends(0).says(&["Fresh openedx-events"]);
    folder.edit("lessons.yaml", "type: int", "type: long");
    house.build().ends(0);
    assert!(folder.read(RECORDS).contains("pub minutes: i64"));

    folder.edit("catalog.yaml", "lessons.yaml", "*.yaml");
    house.build().fails().says(&["error[A0016]", "write `folder/*.yaml`"]);
    folder.remove("lessons.yaml");
}

#[test]
fn a_domain_without_a_cargo_feature_is_refused() {
    let house = house();
    let domain = "domains:\n  cooking: { title: Cooking, description: Food. }\n";
    house.workspace.folder.edit("catalog.yaml", "domains:\n", domain);
    let before = house.output();
    let run = house.build();
    run.fails().says(&["generated/Cargo.toml", "error[A0305]", " [features]", "+cooking = []"]);
    assert_eq!(before, house.output());
    house.workspace.folder.edit(
        "generated/Cargo.toml",
        "[features]\n",
        "[features]\ncooking = []\n",
    );
    house.build().ends(0);
}
