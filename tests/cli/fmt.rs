//! Does `annals fmt` rewrite only files that are not formatted?

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

use crate::{ANNALS, CATALOG, run, school};

/// The catalog in another layout, and a file that it includes.
fn untidy() -> Folder {
    let folder = school();
    run(&folder, ["fmt"]).ends(0);
    folder.edit("catalog.yaml", "annals: 1\n", "include:   [parts/*.yaml]\nannals:  1\n");
    folder.write("parts/rooms.yaml", "domains:\n    rooms: {description: Where people meet.}\n");
    folder
}

#[test]
fn the_catalog_and_what_it_includes_are_formatted() {
    let folder = untidy();
    let run_it = || run(&folder, ["fmt"]);
    run_it().ends(0).says(&["formatted catalog.yaml", "formatted parts/rooms.yaml", "changed 2"]);
    let rooms = "domains:\n  rooms: { description: Where people meet. }\n";
    assert_eq!(folder.read("parts/rooms.yaml"), rooms);
    assert!(folder.read("catalog.yaml").starts_with("annals: 1\n"));
    let before = folder.snapshot("");
    run_it().ends(0).says(&["changed 0, kept 2"]);
    assert_eq!(before, folder.snapshot(""), "nothing is written, not even with the same bytes");
}

#[test]
fn check_prints_a_diff_and_writes_nothing() {
    let folder = untidy();
    let before = folder.snapshot("");
    let check = run(&folder, ["fmt", "--check"]);
    check.ends(1).says(&["would change 2", "run `annals fmt`"]);
    for line in ["--- parts/rooms.yaml", "-    rooms: {description: ", "+  rooms: { description: "]
    {
        assert!(check.stdout.contains(line), "{check}");
    }
    assert_eq!(before, folder.snapshot(""));
    run(&folder, ["fmt"]).ends(0);
    let clean = run(&folder, ["fmt", "--check"]);
    assert_eq!(clean.ends(0).stdout, "");
}

#[test]
fn invalid_yaml_is_reported_and_not_rewritten() {
    let folder = untidy();
    folder.write("parts/rooms.yaml", "domains: [\n");
    let broken = run(&folder, ["fmt"]);
    broken.ends(1).says(&["error[A0001]", "--> parts/rooms.yaml:", "could not format 1"]);
    broken.says(&["formatted catalog.yaml"]);
    assert_eq!(folder.read("parts/rooms.yaml"), "domains: [\n");
    run(&folder, ["fmt", "absent.yaml"]).ends(3).says(&["cannot read `absent.yaml`"]);
    folder.write("latin.yaml", b"# \xe9\n");
    run(&folder, ["fmt", "latin.yaml"]).ends(3).says(&["UTF-8"]);
}

#[test]
fn files_with_other_errors_are_formatted() {
    let folder = school();
    folder.edit("catalog.yaml", "type: string", "type:   strin");
    run(&folder, ["fmt"]).ends(0);
    assert!(folder.read("catalog.yaml").contains("type: strin"));
}

#[test]
fn stdin_is_formatted_to_stdout() {
    let folder = Folder::temporary();
    let formatted = |text: &str, arguments: &[&str]| {
        Run::with_input(&mut annals(ANNALS, folder.root(), arguments), text.as_bytes())
    };
    let run = formatted("events: {}\nannals:  1 # c\n", &["fmt", "-"]);
    assert_eq!(run.ends(0).stdout, "annals: 1 # c\nevents: {}\n");
    assert_eq!(run.stderr, "");
    formatted("a: [\n", &["fmt", "-"]).ends(1).says(&[
        "error[A0001]",
        "stdin:1:",
        "a bracket is not closed",
    ]);
    formatted("a:  b\n", &["fmt", "-", "--check"]).ends(1);
}

#[test]
fn formatting_does_not_change_the_output() {
    let folder = school();
    run(&folder, ["generate"]).ends(0);
    let before = folder.snapshot("generated");
    let stirred = CATALOG.replace("  ", "    ").replace(": ", ":   ");
    folder.write("catalog.yaml", stirred);
    run(&folder, ["fmt"]).ends(0);
    run(&folder, ["generate"]).ends(0);
    let after = folder.snapshot("generated");
    assert!(before.keys().eq(after.keys()));
    for (path, (_, bytes)) in before.iter().filter(|(path, _)| *path != "catalog.lock") {
        assert!(*bytes == after[path].1, "{path}");
    }
}
