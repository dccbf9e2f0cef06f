//! Does `annals check` report expired waivers, and does no other command depend on the date?

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

use crate::{ANNALS, run, school};

/// A waiver until the last day of 2024, in line 19.
fn waived() -> Folder {
    let folder = school();
    let waiver =
        "      allow: [{ rule: A0232, reason: Nobody sends it yet., until: 2024-12-31 }]\n";
    let line = folder.edit("catalog.yaml", "      repository: example/school\n", waiver);
    assert_eq!(line, 18);
    run(&folder, ["generate"]).ends(0);
    folder
}

#[test]
fn a_waiver_is_valid_on_its_last_day() {
    let folder = waived();
    let run = run(&folder, ["check", "--today", "2024-12-31"]);
    run.ends(0).says(&["no findings"]).says_nothing_of("A0291");
}

#[test]
fn an_expired_waiver_is_a_warning() {
    let folder = waived();
    for today in ["2025-01-01", "9999-12-31"] {
        let run = run(&folder, ["check", "--today", today]);
        run.ends(0).says(&[
            "warning[A0291]: the waiver of A0232 ended on 2024-12-31",
            "--> catalog.yaml:18:15",
            "help: ",
            "1 warning",
        ]);
    }
    let run = run(&folder, ["check", "--today=2025-01-01", "--format=json"]);
    assert!(run.ends(0).stdout.contains("\"code\":\"A0291\""), "{run}");
}

#[test]
fn the_catalog_sets_the_level_of_the_warning() {
    for (level, code) in [("error", 1), ("allow", 0)] {
        let folder = waived();
        let line = format!("lint: {{ A0291: {level} }}\ndomains:\n");
        folder.edit("catalog.yaml", "domains:\n", &line);
        run(&folder, ["generate"]).ends(0);
        let run = run(&folder, ["check", "--today", "2025-01-01"]);
        run.ends(code);
        assert_eq!(run.stderr.contains("error[A0291]"), code == 1, "{run}");
        run.says_nothing_of("warning[");
    }
}

#[test]
fn the_day_comes_from_the_option_then_the_environment_then_the_clock() {
    let folder = waived();
    let on = |seconds: &str, arguments: &[&str]| {
        Run::of(annals(ANNALS, folder.root(), arguments).env("SOURCE_DATE_EPOCH", seconds))
    };
    on("1735689599", &["check"]).ends(0).says_nothing_of("A0291");
    on("1735689600", &["check"]).ends(0).says(&["A0291"]);
    on("1735689600", &["check", "--today", "2024-12-31"]).ends(0).says_nothing_of("A0291");
    on("soon", &["check"]).ends(3).says(&["SOURCE_DATE_EPOCH"]);
    run(&folder, ["check"]).ends(0).says(&["A0291"]);
}

#[test]
fn generate_does_not_depend_on_the_date() {
    let folder = waived();
    let before = folder.snapshot("generated");
    for seconds in ["0", "4102444800", "soon"] {
        let mut command = annals(ANNALS, folder.root(), ["generate"]);
        let run = Run::of(command.env("SOURCE_DATE_EPOCH", seconds));
        run.ends(0).says_nothing_of("A0291");
    }
    assert_eq!(before, folder.snapshot("generated"));
}
