//! Does `--max-errors` limit what is shown and still count everything?

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

use crate::{ANNALS, check, json};

/// A catalog with this number of errors and of warnings.
fn folder(errors: usize, warnings: usize) -> Folder {
    let folder = Folder::temporary();
    let catalog = include_str!("../cli/catalog.yaml");
    let fields = (0..errors).map(|number| format!("        field_{number}: Nothing{number}\n"));
    let records =
        (0..warnings).map(|number| format!("    Unused{number}:\n      fields: {{ id: long }}\n"));
    let (head, tail) = catalog.split_once("events:").unwrap();
    let more: String = fields.chain(records).collect();
    folder.write("catalog.yaml", format!("{head}{more}events:{tail}"));
    folder
}

/// How many of each kind stderr has.
fn counts(run: &Run) -> [usize; 3] {
    ["error[A01", "warning[A02", "error[A03"].map(|words| run.stderr.matches(words).count())
}

#[test]
fn text_shows_100_errors_and_the_number_of_others() {
    let folder = folder(137, 0);
    let run = check(&folder, &[]);
    run.ends(1)
        .says(&["and 37 more errors; `annals check --max-errors 0` shows all\n", "\n137 errors\n"]);
    assert_eq!(counts(&run)[0], 100);
    for (most, shown) in [("0", 137), ("3", 3), ("137", 137), ("1000", 137)] {
        let run = check(&folder, &["--max-errors", most]);
        run.ends(1).says(&["137 errors\n"]);
        assert_eq!(counts(&run)[0], shown, "{run}");
        assert_eq!(run.stderr.contains("more error"), shown < 137, "{run}");
    }
}

#[test]
fn errors_and_warnings_have_the_same_limit_each() {
    let warned = folder(0, 5);
    Run::of(&mut annals(ANNALS, warned.root(), ["generate"])).ends(0);
    for file in ["conf.py", "dates.rst", "index.rst"] {
        warned.remove(&format!("generated/docs/{file}"));
    }
    let run = check(&warned, &["--max-errors", "2"]);
    run.ends(1).says(&["and 3 more warnings, "]);
    let [errors, warnings, files] = counts(&run);
    assert_eq!((errors, warnings, files), (0, 2, 2));

    let quiet = check(&folder(5, 5), &["--max-errors", "2", "--quiet"]);
    quiet.says(&["and 3 more errors; "]).says_nothing_of("warning");
}

#[test]
fn machine_formats_have_no_default_limit() {
    let folder = folder(137, 0);
    for (arguments, shown) in
        [(&["--format=json"][..], 137), (&["--format=json", "--max-errors=5"], 5)]
    {
        let run = check(&folder, arguments);
        run.ends(1);
        let document = json(&run);
        assert_eq!(document["diagnostics"].as_array().unwrap().len(), shown);
        assert_eq!(document["summary"]["errors"], 137);
    }
    let lines = |form: &str| check(&folder, &["--format", form]).stdout.lines().count();
    assert_eq!(lines("github"), 137);
}
