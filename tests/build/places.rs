//! Where may the catalog be, and how does the build report its paths?

use crate::{RECORDS, project};

const SCRIPT: &str = "generated/build.rs";

#[test]
fn a_missing_catalog_stops_the_build() {
    let project = project();
    let folder = &project.workspace.folder;
    folder.edit(SCRIPT, "\"../catalog.yaml\"", "\"../events.yaml\"");
    let run = project.build();
    run.fails().says(&["error: there is no catalog `", "/project/events.yaml`", "build.rs"]);

    // Cargo adds this file to every package.
    folder.write("generated/Cargo.toml.orig", "");
    project.build().ends(0);
    project.build().ends(0).says(&["Fresh openedx-events"]);
    folder.remove("generated/Cargo.toml.orig");
}

/// A file that is named twice is read twice by cargo, at every build.
#[test]
fn each_file_is_watched_once() {
    let project = project();
    let folder = &project.workspace.folder;
    folder.edit("generated/build.rs", "fn main", "// Run again.\nfn main");
    let run = project.workspace.cargo(["build", "-vv"]);
    let is_watched = |line: &&str| line.contains("cargo::rerun-if-changed=");
    let mut watched: Vec<_> = run.ends(0).stdout.lines().filter(is_watched).collect();
    assert!(watched.iter().any(|line| line.ends_with("/project/catalog.yaml")), "{run}");
    assert!(watched.iter().any(|line| line.ends_with("/more/lessons.yaml")), "{run}");
    let count = watched.len();
    watched.sort_unstable();
    watched.dedup();
    assert_eq!(watched.len(), count, "{run}");
}

/// Everything works when the catalog is beside the crate's folder and not above it.
#[test]
fn a_catalog_beside_the_crate_works() {
    let project = project();
    let folder = &project.workspace.folder;
    for file in ["catalog.yaml", "more/lessons.yaml"] {
        folder.write(&format!("events/{file}"), folder.read(file));
    }
    folder.edit(SCRIPT, "\"../catalog.yaml\"", "\"../events/catalog.yaml\"");
    project.build().ends(0);
    project.build().ends(0).says(&["Fresh openedx-events"]);
    assert!(
        folder.read("generated/catalog.lock").contains("\nsource ../events/more/lessons.yaml ")
    );
    let place = ["--catalog", "events/catalog.yaml", "--out", "generated"];
    project.annals(&[&["check"], &place[..]].concat()).ends(0);

    folder.edit("events/more/lessons.yaml", "type: int", "type: long");
    let run = project.build_without_generator();
    run.fails().says(&["../events/more/lessons.yaml", "catalog.lock:"]);
    project.build().ends(0);
    assert!(folder.read(RECORDS).contains("pub minutes: i64"));
}

#[test]
fn reported_paths_are_normalized() {
    let project = project();
    let folder = &project.workspace.folder;
    let line = folder.edit("more/lessons.yaml", "type: int", "type: itn");
    let shown = folder.path("more/lessons.yaml");
    let run = project.build();
    run.fails().says(&[&format!("--> {}:{line}:", shown.display())]);
    run.says_nothing_of("/../");
}

#[test]
fn the_suggested_command_works_from_any_folder() {
    let project = project();
    let folder = &project.workspace.folder;
    let check = || project.workspace.cargo_with(["build"], &[("ANNALS_CHECK", "1")]);
    folder.edit("more/lessons.yaml", "type: int", "type: long");
    let run = check();
    let command =
        run.fails().stderr.split("run `annals ").nth(1).and_then(|rest| rest.split('`').next());
    let command: Vec<&str> = command.unwrap().split(' ').collect();
    let [_, _, catalog, _, out] = command[..] else { panic!("{command:?}") };
    assert_eq!(folder.path("catalog.yaml"), std::path::Path::new(catalog));
    assert_eq!(folder.path("generated"), std::path::Path::new(out));
    project.annals(&command).ends(0);
    check().ends(0);

    // If an alias runs the same command, it is named too.
    folder.edit("more/lessons.yaml", "type: long", "type: int");
    let alias = "[alias]\ncodegen = \"run --package annals-codegen -- generate\"\n";
    folder.write(".cargo/config.toml", alias);
    let run = check();
    folder.remove(".cargo/config.toml");
    run.fails().says(&["(or `cargo codegen`)"]);
}

/// The output is not watched, since cargo would then build twice. Deleted files therefore come back
/// with the next change.
#[test]
fn deleted_files_come_back_with_the_next_change_or_the_command() {
    let project = project();
    let folder = &project.workspace.folder;
    let catalog = "generated/src/catalog.rs";
    folder.remove(catalog);
    project.build().fails().says(&["mod catalog;", "run `annals generate`"]);
    folder.edit("catalog.yaml", "annals: 1\n", "# A comment.\nannals: 1\n");
    project.build().ends(0);
    assert!(folder.has(catalog));
    folder.remove(catalog);
    project.annals(&["generate"]).ends(0);
    project.build().ends(0);
    project.build().ends(0).says(&["Fresh openedx-events"]);
}
