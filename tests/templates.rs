//! Do user templates write the right files in the right places, with clear errors, and do real tools
//! accept the output of the examples?
//!
//! One example needs Python 3.12 or later, the other Node.js 18 or later. Without them, these tests are
//! ignored; in CI (`CI=true`) they fail.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "templates/docs.rs"]
mod docs;
#[path = "templates/examples.rs"]
mod examples;
#[path = "templates/faults.rs"]
mod faults;
#[path = "templates/fresh.rs"]
mod fresh;
#[path = "templates/paths.rs"]
mod paths;

use std::ffi::OsStr;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::{node, python};
use libtest_mimic::{Arguments, Trial};

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

fn run<A: AsRef<OsStr>>(folder: &Folder, arguments: impl IntoIterator<Item = A>) -> Run {
    Run::of(&mut annals(ANNALS, folder.root(), arguments))
}

/// A folder with a small catalog and these templates below `templates/`.
fn school(templates: &[(&str, &str)]) -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", include_str!("cli/catalog.yaml"));
    for (path, text) in templates {
        folder.write(&format!("templates/{path}"), text);
    }
    folder
}

const TEMPLATES: [&str; 3] = ["generate", "--templates", "templates"];

fn plain(name: &str, test: fn()) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

fn main() {
    let python = python::find(12);
    let no_python = python.is_none() && !python::is_required();
    let no_node = !node::is_there(18) && !python::is_required();
    let mut trials = vec![
        plain("docs::are_in_step", docs::are_in_step),
        plain("docs::every_attribute_can_be_had", docs::every_attribute_can_be_had),
        plain("faults::name_place_and_word", faults::name_place_and_word),
        plain("faults::all_templates_are_looked_at", faults::all_templates_are_looked_at),
        plain(
            "fresh::stale_edited_missing_and_left_over",
            fresh::stale_edited_missing_and_left_over,
        ),
        plain("fresh::the_lock_is_enough", fresh::the_lock_is_enough),
        plain("fresh::they_may_lie_among_the_others", fresh::they_may_lie_among_the_others),
        plain("fresh::what_is_ours_by_now_stays", fresh::what_is_ours_by_now_stays),
        plain("fresh::they_go_when_told", fresh::they_go_when_told),
        plain("fresh::a_target_alone_leaves_them", fresh::a_target_alone_leaves_them),
        plain("paths::name_what_a_file_is_for", paths::name_what_a_file_is_for),
        plain("paths::stay_inside", paths::stay_inside),
        plain("paths::files_of_others_stay", paths::files_of_others_stay),
        plain("paths::parts_are_found_from_both_places", paths::parts_are_found_from_both_places),
    ];
    let classes = Trial::test("examples::python_classes_give_our_schemas", move || {
        let python = python.as_deref().ok_or("found no Python 3.12 or later")?;
        examples::python_classes_give_our_schemas(python).map_err(Into::into)
    });
    trials.push(classes.with_ignored_flag(no_python));
    for (name, test) in [
        ("examples::asyncapi_is_valid", examples::asyncapi_is_valid as fn() -> Result<(), String>),
        ("examples::a_wrong_asyncapi_is_not", examples::a_wrong_asyncapi_is_not),
    ] {
        let trial = Trial::test(name, move || test().map_err(Into::into));
        trials.push(trial.with_ignored_flag(no_node));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
