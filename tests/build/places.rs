//! Where the catalog may be, and what the build says of it.

use crate::{RECORDS, house};

const SCRIPT: &str = "generated/build.rs";

#[test]
fn a_catalog_that_is_not_there_stops_the_build() {
    let house = house();
    let folder = &house.workspace.folder;
    folder.edit(SCRIPT, "\"../catalog.yaml\"", "\"../events.yaml\"");
    let run = house.build();
    run.fails().says(&["error: there is no catalog `", "/house/events.yaml`", "build.rs"]);

    // What cargo puts into every package.
    folder.write("generated/Cargo.toml.orig", "");
    house.build().ends(0);
    house.build().ends(0).says(&["Fresh openedx-events"]);
    folder.remove("generated/Cargo.toml.orig");
}

/// The catalog is beside the crate's folder and not above it, and everything holds all the same.
#[test]
fn a_catalog_beside_the_crate_is_held_as_well() {
    let house = house();
    let folder = &house.workspace.folder;
    for file in ["catalog.yaml", "more/lessons.yaml"] {
        folder.write(&format!("events/{file}"), folder.read(file));
    }
    folder.edit(SCRIPT, "\"../catalog.yaml\"", "\"../events/catalog.yaml\"");
    house.build().ends(0);
    house.build().ends(0).says(&["Fresh openedx-events"]);
    assert!(
        folder.read("generated/catalog.lock").contains("\nsource ../events/more/lessons.yaml ")
    );
    let place = ["--catalog", "events/catalog.yaml", "--out", "generated"];
    house.annals(&[&["check"], &place[..]].concat()).ends(0);

    folder.edit("events/more/lessons.yaml", "type: int", "type: long");
    let run = house.build_without_generator();
    run.fails().says(&["../events/more/lessons.yaml", "catalog.lock:"]);
    house.build().ends(0);
    assert!(folder.read(RECORDS).contains("pub minutes: i64"));
}

#[test]
fn paths_are_shown_without_detours() {
    let house = house();
    let folder = &house.workspace.folder;
    let line = folder.edit("more/lessons.yaml", "type: int", "type: itn");
    let shown = folder.path("more/lessons.yaml");
    let run = house.build();
    run.fails().says(&[&format!("--> {}:{line}:", shown.display())]);
    run.says_nothing_of("/../");
}

#[test]
fn the_command_that_is_named_mends_it_from_anywhere() {
    let house = house();
    let folder = &house.workspace.folder;
    let check = || house.workspace.cargo_with(["build"], &[("ANNALS_CHECK", "1")]);
    folder.edit("more/lessons.yaml", "type: int", "type: long");
    let run = check();
    let command =
        run.fails().stderr.split("run `annals ").nth(1).and_then(|rest| rest.split('`').next());
    let command: Vec<&str> = command.unwrap().split(' ').collect();
    let [_, _, catalog, _, out] = command[..] else { panic!("{command:?}") };
    assert_eq!(folder.path("catalog.yaml"), std::path::Path::new(catalog));
    assert_eq!(folder.path("generated"), std::path::Path::new(out));
    house.annals(&command).ends(0);
    check().ends(0);

    // Where an alias does just that, it is named too.
    folder.edit("more/lessons.yaml", "type: long", "type: int");
    let alias = "[alias]\ncodegen = \"run --package annals-codegen -- generate\"\n";
    folder.write(".cargo/config.toml", alias);
    let run = check();
    folder.remove(".cargo/config.toml");
    run.fails().says(&["(or `cargo codegen`)"]);
}

/// Cargo would build twice if output were watched, so what is gone comes back with the next change.
#[test]
fn deleted_output_comes_back_with_the_next_change_or_the_command() {
    let house = house();
    let folder = &house.workspace.folder;
    let catalog = "generated/src/catalog.rs";
    folder.remove(catalog);
    house.build().fails().says(&["mod catalog;", "run `annals generate`"]);
    folder.edit("catalog.yaml", "annals: 1\n", "# A comment.\nannals: 1\n");
    house.build().ends(0);
    assert!(folder.has(catalog));
    folder.remove(catalog);
    house.annals(&["generate"]).ends(0);
    house.build().ends(0);
    house.build().ends(0).says(&["Fresh openedx-events"]);
}
