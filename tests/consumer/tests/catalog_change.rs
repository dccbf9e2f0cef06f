//! A breaking change of the catalog is a compile error in a plugin and in its tests.
//!
//! Runs cargo in a scratch workspace with the catalog of the repository, its bindings, and the plugin in
//! `plugin.rs`.

use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use annals_tests::process::Run;
use annals_tests::workspace::Workspace;

const CONSUMER: &str = r#"[package]
name = "annals-consumer"
edition.workspace = true

[dependencies]
annals = { workspace = true }
openedx-events = { path = "../generated", features = ["regenerate"] }

[dev-dependencies]
annals = { workspace = true, features = ["testing"] }
"#;

/// One workspace for all tests, which one test at a time uses.
static WORKSPACE: LazyLock<Mutex<Workspace>> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin-workspace");
    let workspace = Workspace::new(&place, &["generated", "consumer"]);
    for file in ["Cargo.toml", "README.md", "build.rs", "src/lib.rs"] {
        workspace.copy(&format!("generated/{file}"), &format!("generated/{file}"));
    }
    workspace.folder.write("consumer/Cargo.toml", CONSUMER);
    Mutex::new(workspace)
});

/// The workspace with the catalog and the plugin of the repository.
fn workspace() -> MutexGuard<'static, Workspace> {
    let workspace = WORKSPACE.lock().unwrap_or_else(PoisonError::into_inner);
    workspace.copy("catalog.yaml", "catalog.yaml");
    for file in ["src/lib.rs", "src/tests.rs", "tests/plugin.rs"] {
        workspace.copy(&format!("tests/consumer/{file}"), &format!("consumer/{file}"));
    }
    workspace
}

/// Regenerates the bindings and compiles the plugin and its tests.
fn check(workspace: &Workspace) -> Run {
    workspace.cargo(["check", "--tests", "--package=annals-consumer", "--keep-going"])
}

#[test]
fn a_renamed_field_is_an_error_where_it_is_used() {
    let workspace = workspace();
    // The first field of that name in the catalog is that of `CourseData`.
    workspace.folder.edit("catalog.yaml", "        display_name:\n", "        course_title:\n");
    // First the plugin's code, then its tests. Once both are updated, everything compiles.
    for file in ["consumer/src/lib.rs", "consumer/tests/plugin.rs"] {
        let line = workspace.folder.edit(file, "course.display_name", "course.display_name");
        check(&workspace).fails().says(&[
            "error[E0609]: no field `display_name` on type",
            "learning::CourseData`",
            &format!("{file}:{line}:"),
            "course_title",
        ]);
        workspace.folder.edit(file, "course.display_name", "course.course_title");
    }
    check(&workspace).ends(0);
}

#[test]
fn a_new_required_field_is_an_error_where_the_record_is_created() {
    let workspace = workspace();
    let record = "    CourseEnrollmentData:\n";
    let fields = "      fields:\n";
    let catalog = workspace.folder.read("catalog.yaml");
    let (before, after) = catalog.split_once(record).expect("the catalog has the record");
    let seat = "        seat: { type: long, description: Where the learner sits. }\n";
    let after = after.replacen(fields, &[fields, seat].concat(), 1);
    workspace.folder.write("catalog.yaml", [before, record, &after].concat());
    check(&workspace)
        .fails()
        .says(&["missing field `seat` in initializer of", "consumer/src/lib.rs:"]);
}
