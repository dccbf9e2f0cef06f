//! Does every package say what people look for: a description, a README, licences, keywords, docs?

use annals_tests::folder::Folder;
use annals_tests::workspace::repository;
use toml::{Table, Value};

use super::assert_none;
use super::edges::folders;

fn text(path: &str) -> String {
    String::from_utf8(Folder::read_path(&repository().join(path))).unwrap()
}

/// What is wrong with the package in a folder.
fn faults(folder: &str, manifest: &Table, workspace: &Value) -> Vec<String> {
    let package = &manifest["package"];
    // A value of the package itself, or of the workspace that it inherits from.
    let value = |key: &str| {
        let own = package.get(key)?;
        if own.get("workspace").is_some() { workspace.get(key) } else { Some(own) }
    };
    let mut faults = Vec::new();
    for key in ["description", "repository", "license", "rust-version"] {
        if value(key).and_then(Value::as_str).is_none_or(|text| text.len() <= 3) {
            faults.push(format!("{folder}: no {key}"));
        }
    }
    for key in ["keywords", "categories"] {
        let count = value(key).and_then(Value::as_array).map_or(0, Vec::len);
        // More are refused when a package is published.
        if !(1..=5).contains(&count) {
            faults.push(format!("{folder}: {count} {key}"));
        }
    }
    if package.get("metadata").and_then(|it| it.get("docs")).and_then(|it| it.get("rs")).is_none() {
        faults.push(format!("{folder}: no settings for docs.rs"));
    }
    let name = package["name"].as_str().unwrap();
    if !text(&format!("{folder}/README.md")).starts_with(&format!("# {name}\n")) {
        faults.push(format!("{folder}: README.md does not begin with its name"));
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        if text(file) != text(&format!("{folder}/{file}")) {
            faults.push(format!("{folder}: {file} is another one"));
        }
    }
    faults
}

#[test]
fn every_package_has_what_people_look_for() {
    let workspace: Table = text("Cargo.toml").parse().unwrap();
    let (mut seen, mut found) = (Vec::new(), Vec::new());
    for folder in folders() {
        let manifest: Table = text(&format!("{folder}/Cargo.toml")).parse().unwrap();
        if manifest["package"].get("publish") != Some(&Value::Boolean(false)) {
            found.extend(faults(&folder, &manifest, &workspace["workspace"]["package"]));
            seen.push(folder);
        }
    }
    assert_none(&found, "what packages lack");
    seen.sort();
    let expected = [
        "bus",
        "bus/cli",
        "catalog",
        "cli",
        "codegen",
        "contract",
        "evolution",
        "generated",
        "macros",
        "runtime",
        "site",
    ];
    assert_eq!(seen, expected);
}

/// A library has no program to install, so it says where the command is.
#[test]
fn the_library_says_where_the_command_is() {
    let manifest: Table = text("runtime/Cargo.toml").parse().unwrap();
    let description = manifest["package"]["description"].as_str().unwrap();
    assert!(description.contains("the command `annals` is in annals-cli"), "{description}");
    assert!(text("runtime/README.md").contains("cargo install --locked annals-cli\n"));
}
