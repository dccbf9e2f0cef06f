//! Does a change in the catalog that breaks a plugin's code break its tests, when they are compiled?
//!
//! Whole processes in a scratch house: the catalog of the repository, the bindings on top, and on
//! top of those the plugin that lies beside this file.

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

/// One house for all tests; one test at a time is in it.
static HOUSE: LazyLock<Mutex<Workspace>> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin-house");
    let house = Workspace::new(&place, &["generated", "consumer"]);
    for file in ["Cargo.toml", "README.md", "build.rs", "src/lib.rs"] {
        house.copy(&format!("generated/{file}"), &format!("generated/{file}"));
    }
    house.folder.write("consumer/Cargo.toml", CONSUMER);
    Mutex::new(house)
});

/// The house with the catalog and the plugin of the repository.
fn house() -> MutexGuard<'static, Workspace> {
    let house = HOUSE.lock().unwrap_or_else(PoisonError::into_inner);
    house.copy("catalog.yaml", "catalog.yaml");
    for file in ["src/lib.rs", "src/tests.rs", "tests/plugin.rs"] {
        house.copy(&format!("tests/consumer/{file}"), &format!("consumer/{file}"));
    }
    house
}

/// Brings the bindings up to date with the catalog and compiles the plugin with its tests.
fn check(house: &Workspace) -> Run {
    house.cargo(["check", "--tests", "--package=annals-consumer", "--keep-going"])
}

#[test]
fn a_renamed_field_breaks_the_plugin_where_it_uses_it() {
    let house = house();
    // The first of that name in the catalog: that of `CourseData`.
    house.folder.edit("catalog.yaml", "        display_name:\n", "        course_title:\n");
    // First the plugin's code, then that of its tests; each follows, and all is well.
    for file in ["consumer/src/lib.rs", "consumer/tests/plugin.rs"] {
        let line = house.folder.edit(file, "course.display_name", "course.display_name");
        check(&house).fails().says(&[
            "error[E0609]: no field `display_name` on type",
            "learning::CourseData`",
            &format!("{file}:{line}:"),
            "course_title",
        ]);
        house.folder.edit(file, "course.display_name", "course.course_title");
    }
    check(&house).ends(0);
}

#[test]
fn a_new_required_field_breaks_who_makes_the_record() {
    let house = house();
    let record = "    CourseEnrollmentData:\n";
    let fields = "      fields:\n";
    let catalog = house.folder.read("catalog.yaml");
    let (before, after) = catalog.split_once(record).expect("the catalog has the record");
    let seat = "        seat: { type: long, description: Where the learner sits. }\n";
    let after = after.replacen(fields, &[fields, seat].concat(), 1);
    house.folder.write("catalog.yaml", [before, record, &after].concat());
    check(&house).fails().says(&["missing field `seat` in initializer of", "consumer/src/lib.rs:"]);
}
