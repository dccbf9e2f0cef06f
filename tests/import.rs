//! Do imported schemas come back unchanged from the generated catalog, and does the import report
//! everything that does not?
//!
//! The tests with the real library need Python 3.12 or later. Without it, they are ignored; in CI
//! (`CI=true`) they fail.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "import/cases.rs"]
mod cases;
#[path = "import/command.rs"]
mod command;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/into.rs"]
mod into;
#[path = "import/openedx.rs"]
mod openedx;
#[path = "import/round_trip.rs"]
mod round_trip;
#[path = "import/texts.rs"]
mod texts;

use std::ffi::OsStr;
use std::path::Path;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::python;
use libtest_mimic::{Arguments, Trial};

/// The date for every import in these tests, so that none depends on the clock.
const DAY: [&str; 2] = ["--added", "2025-01-31"];

fn run<A: AsRef<OsStr>>(folder: &Folder, arguments: impl IntoIterator<Item = A>) -> Run {
    Run::of(&mut annals(env!("CARGO_BIN_EXE_annals-under-test"), folder.root(), arguments))
}

/// A test that a Python is given to.
type WithPython = fn(&Path) -> Result<(), String>;

fn main() {
    let python = python::find(12);
    let ignored = python.is_none() && !python::is_required();
    let with_python: [(&str, WithPython); 4] = [
        ("round_trip::the_library", round_trip::the_library),
        ("openedx::our_catalog_is_the_library", openedx::our_catalog_is_the_library),
        ("openedx::nothing_is_new", openedx::nothing_is_new),
        ("openedx::removed_events_come_back", openedx::removed_events_come_back),
    ];
    let with_python = with_python.into_iter().map(|(name, test)| {
        let python = python.clone();
        let test = move || {
            let python = python.as_deref().ok_or("found no Python 3.12 or later")?;
            test(python).map_err(Into::into)
        };
        Trial::test(name, test).with_ignored_flag(ignored)
    });
    let plain: [(&str, fn()); 22] = [
        ("round_trip::our_avro_schemas", round_trip::our_avro_schemas),
        ("round_trip::our_json_schemas", round_trip::our_json_schemas),
        ("cases::are_as_accepted", cases::are_as_accepted),
        ("cases::are_as_documented", cases::are_as_documented),
        ("command::options_say_what_schemas_do_not", command::options_say_what_schemas_do_not),
        ("command::a_file_is_not_overwritten", command::a_file_is_not_overwritten),
        ("command::json_is_stable", command::json_is_stable),
        ("command::losses_end_in_1", command::losses_end_in_1),
        ("command::usage_is_2", command::usage_is_2),
        ("command::records_are_shared_or_told_apart", command::records_are_shared_or_told_apart),
        (
            "command::event_types_come_from_where_they_are",
            command::event_types_come_from_where_they_are,
        ),
        ("hostile::no_json", hostile::no_json),
        ("hostile::no_schema", hostile::no_schema),
        ("hostile::deep_and_endless", hostile::deep_and_endless),
        ("hostile::deep_and_endless_catalogs", hostile::deep_and_endless_catalogs),
        ("hostile::names", hostile::names),
        ("hostile::equal_names", hostile::equal_names),
        ("into::is_as_accepted", into::is_as_accepted),
        ("into::our_schemas_show_nothing", into::our_schemas_show_nothing),
        ("into::json_is_documented", into::json_is_documented),
        ("texts::are_the_same", texts::are_the_same),
        ("texts::what_is_too_deep_is_left_out", texts::what_is_too_deep_is_left_out),
    ];
    let plain = plain.into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    let trials = plain.chain(with_python).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
