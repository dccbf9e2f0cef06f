//! Is the whole output of a small catalog as accepted in review, and do its real readers accept it? A
//! case is a folder: `catalog.yaml`, its output below `expected/`, and perhaps `uses.rs`, a test that uses
//! the bindings.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod golden {
    mod lengths;
}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annals_codegen::output::plan;
use annals_codegen::project::Project;
use annals_codegen::{FileSet, Target};
use annals_tests::folder::{Folder, files, relative};
use annals_tests::workspace::{Workspace, repository};
use serde_json::Value;
use similar::TextDiff;

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/golden")).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() >= 5, "{cases:?}");
    cases
}

fn name(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy().into_owned()
}

fn generated(case: &Path) -> FileSet {
    let project =
        Project::open(&case.join("catalog.yaml"), &mut annals_codegen::Run::default()).unwrap();
    let compiled = &project.compiled;
    let reports = compiled.diagnostics.iter().map(|item| item.to_text(&compiled.sources));
    let reports = reports.collect::<String>();
    assert_eq!(reports, "", "{} has findings", name(case));
    let options = project.options(&Target::ALL, &case.join("expected"));
    annals_codegen::generate(
        compiled.model.as_ref().unwrap(),
        &options,
        &mut annals_codegen::Run::default(),
    )
}

/// The differences between the tree on disk and the files.
fn differences(expected: &Path, files_made: &FileSet) -> Vec<String> {
    let on_disk: BTreeSet<String> =
        files(expected).iter().map(|path| relative(expected, path)).collect();
    let unexpected = on_disk.iter().filter(|path| files_made.get(path).is_none());
    let mut found: Vec<String> =
        unexpected.map(|path| format!("{path} is not generated")).collect();
    for (path, bytes) in files_made.iter() {
        if !on_disk.contains(path) {
            found.push(format!("{path} is not in expected/"));
            continue;
        }
        let old = Folder::read_path(&expected.join(path));
        if old != bytes {
            let [old, new] = [&old, bytes].map(String::from_utf8_lossy);
            let diff = TextDiff::from_lines(&*old, &*new);
            found.push(diff.unified_diff().context_radius(2).header(path, "made now").to_string());
        }
    }
    found
}

#[test]
fn trees_are_as_expected() {
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let (expected, files_made) = (case.join("expected"), generated(&case));
        if accept {
            plan(&expected, &files_made, &Target::ALL, &annals_codegen::cache::Cache::default())
                .unwrap()
                .write()
                .unwrap();
        }
        let differences = differences(&expected, &files_made);
        if !differences.is_empty() {
            failures += &format!("\n== {}\n{}\n", name(&case), differences.join("\n"));
        }
    }
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test golden";
    assert!(failures.is_empty(), "{failures}\nread the diff; if it is right: {command}");
}

#[test]
fn missing_unexpected_and_different_files_are_found() {
    let case = repository().join("tests/golden/minimal");
    let files_made = generated(&case);
    let copy = Folder::temporary();
    for (path, bytes) in files_made.iter() {
        copy.write(path, bytes);
    }
    assert_eq!(differences(copy.root(), &files_made), [""; 0]);
    copy.remove("docs/index.rst");
    copy.write("src/more.rs", "");
    copy.write("src/catalog.rs", "");
    let found = differences(copy.root(), &files_made);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().any(|text| text.contains("+++ made now")), "{found:?}");
}

#[test]
fn the_generated_crate_compiles_and_its_examples_run() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden");
    let cases = cases();
    let members: Vec<String> = cases.iter().map(|case| name(case) + "/expected").collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let workspace = Workspace::new(&place, &members);
    for (case, member) in cases.iter().zip(members) {
        workspace.copy(
            &format!("tests/golden/{}/catalog.yaml", name(case)),
            &format!("{}/catalog.yaml", name(case)),
        );
        for (path, bytes) in generated(case).iter() {
            workspace.folder.write(&format!("{member}/{path}"), bytes);
        }
        let root = "//! The bindings of one case.\n\nmod catalog;\n\npub use catalog::*;\n";
        workspace.folder.write(&format!("{member}/src/lib.rs"), root);
        workspace.folder.write(&format!("{member}/Cargo.toml"), manifest(case));
        workspace.folder.write(&format!("{member}/tests/examples.rs"), examples(case));
        if case.join("uses.rs").is_file() {
            let uses = format!("tests/golden/{}/uses.rs", name(case));
            workspace.copy(&uses, &format!("{member}/tests/uses.rs"));
        }
    }
    // The workspace denies warnings, so the generated crate has none.
    workspace.cargo(["check", "--workspace", "--features", "serde"]).ends(0);
    workspace.cargo(["test", "--workspace"]).ends(0);
}

/// A test file in which each Rust example of an event's page must give the JSON example above it.
fn examples(case: &Path) -> String {
    let mut text =
        "//! The examples of the pages.\n#![allow(deprecated)]\n\nuse annals::Record as _;\n"
            .to_owned();
    let mut seen = 0;
    for (path, bytes) in generated(case).iter().filter(|(path, _)| path.starts_with("docs/events/"))
    {
        let page = String::from_utf8_lossy(bytes);
        let [json, rust] = [block(&page, "json"), block(&page, "rust")];
        let name = path.replace(['/', '.'], "_");
        text += &format!(
            "\n#[test]\nfn {name}() -> Result<(), Box<dyn std::error::Error>> {{\n{rust}\
             let json: annals::Json = r####\"{json}\"####.parse()?;\n\
             assert_eq!(event.to_json_value()?, json);\nOk(())\n}}\n"
        );
        seen += 1;
    }
    assert!(seen > 0, "{} has events", name(case));
    text
}

/// The first code block of a page in this language.
fn block(page: &str, language: &str) -> String {
    let head = format!(".. code-block:: {language}\n\n");
    let (_, block) = page.split_once(&head).expect("the page has an example");
    let lines = block.lines().take_while(|line| line.is_empty() || line.starts_with("   "));
    lines.map(|line| line.get(3..).unwrap_or_default().to_owned() + "\n").collect()
}

/// The manifest of a case's crate, with a feature per domain, all enabled.
fn manifest(case: &Path) -> String {
    let project =
        Project::open(&case.join("catalog.yaml"), &mut annals_codegen::Run::default()).unwrap();
    let model = project.compiled.model.unwrap();
    let domains: Vec<&str> = model.domains.iter().map(|domain| domain.name.as_str()).collect();
    let features: String = domains.iter().map(|name| format!("{name} = []\n")).collect();
    format!(
        "[package]\nname = \"{}\"\nedition.workspace = true\n\n[lints]\nworkspace = true\n\n\
         [features]\ndefault = {domains:?}\nserde = [\"annals/serde\"]\n{features}\n\
         [dependencies]\nannals = {{ workspace = true }}\n",
        name(case)
    )
}

#[test]
fn avro_and_json_schema_libraries_accept_the_schemas() {
    for case in cases() {
        let mut seen = 0;
        for (path, bytes) in
            generated(&case).iter().filter(|(path, _)| path.starts_with("schemas/"))
        {
            let shown = format!("{}: {path}", name(&case));
            let json: Value =
                serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{shown}: {error}"));
            if path.ends_with(".avsc") {
                let schema = apache_avro::Schema::parse(&json);
                assert!(schema.is_ok(), "{shown}: {schema:?}");
            } else {
                let schema = jsonschema::draft202012::new(&json);
                assert!(schema.is_ok(), "{shown}: {schema:?}");
            }
            seen += 1;
        }
        assert!(seen > 0, "{} has schemas", name(&case));
    }
}
