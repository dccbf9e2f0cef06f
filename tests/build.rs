//! Does the build regenerate what is stale and refuse what was edited by hand? Runs cargo in a scratch
//! project: a catalog, its generated crate and a program that depends on it.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod build {
    mod by_hand;
    mod places;
    mod templates;
}

use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use annals_tests::project::Project;

const RECORDS: &str = "generated/src/learning/records.rs";

/// All tests share one project, one at a time, because its dependencies take long to build.
static PROJECT: LazyLock<Mutex<Project>> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("project");
    Mutex::new(Project::new(&place, env!("CARGO_BIN_EXE_annals-under-test")))
});

/// The project in its initial state, built.
fn project() -> MutexGuard<'static, Project> {
    let project = PROJECT.lock().unwrap_or_else(PoisonError::into_inner);
    project.reset();
    project.build().ends(0);
    project
}

/// Adds an event, and a record that only it uses.
fn add_event(project: &Project) {
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
    let folder = &project.workspace.folder;
    folder.write("catalog.yaml", folder.read("catalog.yaml") + event);
}

fn assert_fixed(project: &Project) {
    project.annals(&["generate"]).ends(0);
    project.annals(&["check"]).ends(0);
    project.build().ends(0);
}

#[test]
fn the_first_build_generates() {
    let project = project();
    let before = project.output();
    let folder = &project.workspace.folder;
    for path in ["src/catalog.rs", "src/learning", "schemas", "docs"] {
        let place = folder.path("generated").join(path);
        if place.is_dir() { std::fs::remove_dir_all(place) } else { std::fs::remove_file(place) }
            .unwrap();
    }
    folder.remove("generated/catalog.lock");
    folder.write("catalog.yaml", folder.read("catalog.yaml"));
    project.build().ends(0);
    let bytes = |(path, (_, bytes))| (path, bytes);
    let (before, after) = (before.into_iter().map(bytes), project.output().into_iter().map(bytes));
    assert!(before.eq(after), "the build and the command write the same");
}

#[test]
fn an_edit_is_compiled_in_the_same_build_and_the_next_build_is_fresh() {
    let project = project();
    add_event(&project);
    let consumer = "//! Uses what was just added.

use annals::Record as _;
use openedx_events::learning::{LessonFinished, Result};

fn main() {
    let result = Result { points: 7 };
    println!(\"{}\", LessonFinished { result }.to_json().expect(\"it is JSON\"));
}
";
    project.workspace.folder.write("consumer/src/main.rs", consumer);
    let run = project.consume();
    run.ends(0);
    assert_eq!(run.stdout, "{\"result\":{\"points\":7}}\n");

    let before = project.output();
    let run = project.build();
    run.ends(0).says(&["Fresh openedx-events", "Fresh consumer"]).says_nothing_of("Running");
    assert_eq!(before, project.output(), "nothing is written, not even with the same bytes");
}

#[test]
fn only_files_that_differ_are_written() {
    let project = project();
    let before = project.output();
    project.workspace.folder.edit("more/lessons.yaml", "What it is called", "The title");
    project.build().ends(0);
    let after = project.output();
    assert!(before.keys().eq(after.keys()));
    let written = before.iter().filter(|(path, (time, _))| after[*path].0 != *time);
    for (path, (_, bytes)) in written {
        assert_ne!(*bytes, after[path].1, "{path} was written with the same bytes");
    }
    assert_eq!(before["src/learning/events.rs"], after["src/learning/events.rs"]);
    assert_ne!(before["src/learning/records.rs"].1, after["src/learning/records.rs"].1);

    // A run of the generator with nothing to do does not touch the files either.
    project.workspace.folder.edit("catalog.yaml", "annals: 1\n", "# A comment.\nannals: 1\n");
    project.build().ends(0);
    let last = project.output();
    let changed: Vec<_> = after.iter().filter(|(path, file)| last[*path] != **file).collect();
    let names: Vec<_> = changed.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["catalog.lock"], "it names the digest of the catalog");
}

#[test]
fn a_broken_catalog_stops_the_build_with_its_report() {
    let project = project();
    let before = project.output();
    let line = project.workspace.folder.edit("more/lessons.yaml", "type: int", "type: itn");
    let run = project.build();
    run.fails().says(&["error[A0123]", &format!("more/lessons.yaml:{line}:"), "`itn`", "1 error"]);
    assert_eq!(before, project.output(), "files stay whole");
    project.workspace.folder.edit("more/lessons.yaml", "type: itn", "type: int");
    project.build().ends(0);
}

#[test]
fn a_warning_does_not_stop_the_build() {
    let project = project();
    project.workspace.folder.edit("catalog.yaml", "      repository: example/school\n", "");
    let run = project.build();
    run.ends(0).says(&["warning: openedx-events@", "[A0232]", "catalog.yaml:9:"]);
}

#[test]
fn check_mode_fails_on_stale_files_with_a_diff() {
    let project = project();
    let check = |arguments| project.workspace.cargo_with([arguments], &[("ANNALS_CHECK", "1")]);
    check("build").ends(0);
    project.workspace.folder.edit("more/lessons.yaml", "type: int", "type: long");
    let before = project.output();
    let run = check("build");
    run.fails().says(&[
        "error[A0301]",
        "generated/src/learning/records.rs:",
        "-    pub minutes: i32,",
        "+    pub minutes: i64,",
        "ANNALS_CHECK=1 prevents writing; run `annals generate --catalog ",
    ]);
    run.says_nothing_of("cargo codegen");
    assert_eq!(before, project.output(), "it writes nothing");
    project.annals(&["generate"]).ends(0);
    check("build").ends(0);
}

#[test]
fn a_stale_lock_is_refused_without_the_generator() {
    let project = project();
    project.build_without_generator().ends(0);
    project.workspace.folder.edit("more/lessons.yaml", "default: 45", "default: 40");
    let run = project.build_without_generator();
    run.fails().says(&["../more/lessons.yaml", "catalog.lock:", "cargo codegen"]);
    project.annals(&["generate"]).ends(0);
    project.build_without_generator().ends(0);
}

#[test]
fn stale_files_are_removed_and_hand_written_files_kept() {
    let project = project();
    let folder = &project.workspace.folder;
    let old = folder.read("catalog.yaml");
    add_event(&project);
    let by_hand = ["generated/src/by_hand.rs", "generated/docs/by_hand.rst", "generated/NOTES"];
    for path in by_hand {
        folder.write(path, "Not ours.\n");
    }
    project.build().ends(0);
    let finished = [
        "generated/schemas/avro/org.example.learning.lesson.finished.v1.avsc",
        "generated/schemas/json/org.example.learning.lesson.finished.v1.schema.json",
        "generated/docs/events/learning/lesson_finished.rst",
        "generated/docs/records/learning/Result.rst",
    ];
    assert!(finished.iter().all(|path| folder.has(path)));
    folder.write("catalog.yaml", old);
    project.build().ends(0);
    assert_eq!(finished.iter().find(|path| folder.has(path)), None);
    assert_eq!(by_hand.map(|path| folder.read(path)), ["Not ours.\n"; 3]);
    project.annals(&["check"]).ends(0);
}

#[test]
fn a_new_file_that_matches_an_include_is_generated() {
    let project = project();
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
    project.workspace.folder.write("more/skipped.yaml", text);
    project.build().ends(0);
    assert!(
        project.workspace.folder.read("generated/src/learning/events.rs").contains("LessonSkipped")
    );
    project.workspace.folder.remove("more/skipped.yaml");
    project.build().ends(0);
    assert!(
        !project
            .workspace
            .folder
            .read("generated/src/learning/events.rs")
            .contains("LessonSkipped")
    );
}

/// Files beside the catalog change with every build, so only included files are watched.
#[test]
fn a_file_included_by_name_is_watched_and_its_folder_is_not() {
    let project = project();
    let folder = &project.workspace.folder;
    folder.write("lessons.yaml", folder.read("more/lessons.yaml"));
    folder.edit("catalog.yaml", "more/*.yaml", "lessons.yaml");
    project.build().ends(0);
    folder.write("notes.txt", "Nothing that matters.\n");
    project.build().ends(0).says(&["Fresh openedx-events"]);
    folder.edit("lessons.yaml", "type: int", "type: long");
    project.build().ends(0);
    assert!(folder.read(RECORDS).contains("pub minutes: i64"));

    folder.edit("catalog.yaml", "lessons.yaml", "*.yaml");
    project.build().fails().says(&["error[A0016]", "write `folder/*.yaml`"]);
    folder.remove("lessons.yaml");
}

#[test]
fn a_domain_without_a_cargo_feature_is_refused() {
    let project = project();
    let domain = "domains:\n  cooking: { title: Cooking, description: Food. }\n";
    project.workspace.folder.edit("catalog.yaml", "domains:\n", domain);
    let before = project.output();
    let run = project.build();
    run.fails().says(&["generated/Cargo.toml", "error[A0305]", " [features]", "+cooking = []"]);
    assert_eq!(before, project.output());
    project.workspace.folder.edit(
        "generated/Cargo.toml",
        "[features]\n",
        "[features]\ncooking = []\n",
    );
    project.build().ends(0);
}
