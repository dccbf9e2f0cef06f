//! Do our crates depend on each other only as the design allows?

use std::collections::BTreeMap;

use annals_tests::folder::Folder;
use annals_tests::workspace::repository;
use toml::{Table, Value};

/// Which of our crates each may use. A crate that is not listed may use none and be used by none.
const ALLOWED: [(&str, &[&str]); 14] = [
    ("annals-contract", &[]),
    ("annals-catalog", &["annals-contract"]),
    ("annals-codegen", &["annals-catalog", "annals-contract", "annals-evolution"]),
    (
        "annals-cli",
        &["annals-catalog", "annals-codegen", "annals-contract", "annals-evolution", "annals-site"],
    ),
    ("annals-site", &["annals-catalog", "annals-codegen"]),
    ("annals-evolution", &["annals-catalog", "annals-contract"]),
    ("annals-macros", &["annals-contract"]),
    ("annals", &["annals-macros"]),
    ("openedx-events", &["annals", "build:annals-codegen"]),
    ("annals-consumer", &["annals", "openedx-events"]),
    ("annals-webhook", &["annals", "openedx-events"]),
    ("annals-bus", &["annals"]),
    (
        "annals-bus-cli",
        &["annals", "annals-bus", "annals-catalog", "annals-contract", "openedx-events"],
    ),
    (
        "annals-tests",
        &[
            "annals",
            "annals-catalog",
            "annals-cli",
            "annals-codegen",
            "annals-contract",
            "annals-evolution",
            "annals-macros",
        ],
    ),
];

/// The generated crate. Tests and benchmarks may use any crate that does not depend on it: when the
/// output is broken, the tool that repairs it must still build and be tested.
const OUTPUT: &str = "openedx-events";

fn manifest(path: &str) -> Table {
    let text = Folder::read_path(&repository().join(path));
    String::from_utf8(text).unwrap().parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The folders of the workspace's members.
pub(super) fn folders() -> Vec<String> {
    let root = manifest("Cargo.toml");
    let members = root["workspace"]["members"].as_array().unwrap().iter();
    members.map(|member| member.as_str().unwrap().to_owned()).collect()
}

/// The manifests of the workspace's members by the crates' names.
fn members() -> BTreeMap<String, Table> {
    let manifests = folders().into_iter().map(|folder| manifest(&format!("{folder}/Cargo.toml")));
    let name = |table: &Table| table["package"]["name"].as_str().unwrap().to_owned();
    manifests.map(|table| (name(&table), table)).collect()
}

/// Names of the dependencies of one kind, for all platforms.
fn dependencies(manifest: &Table, kind: &str) -> Vec<String> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = platforms.filter_map(|(_, table)| table.get(kind)).chain(manifest.get(kind));
    let entries = tables.filter_map(Value::as_table).flatten();
    let name = |(key, value): (&String, &Value)| {
        value.get("package").and_then(Value::as_str).unwrap_or(key).to_owned()
    };
    entries.map(name).collect()
}

#[test]
fn crates_depend_only_on_allowed_crates() {
    let members = members();
    assert!(members.len() >= 8, "{:?}", members.keys());
    for (name, manifest) in &members {
        let allowed = ALLOWED.iter().find(|(known, _)| known == name);
        for (kind, prefix) in [("dependencies", ""), ("build-dependencies", "build:")] {
            let ours =
                dependencies(manifest, kind).into_iter().filter(|name| members.contains_key(name));
            for used in ours.map(|used| format!("{prefix}{used}")) {
                let fine = allowed.is_some_and(|(_, allowed)| allowed.contains(&used.as_str()));
                assert!(fine, "{name} must not use {used}");
            }
        }
    }
}

#[test]
fn only_consumers_depend_on_the_output() {
    for (name, manifest) in &members() {
        let uses = ["dependencies", "build-dependencies", "dev-dependencies"]
            .iter()
            .any(|kind| dependencies(manifest, kind).iter().any(|name| name == OUTPUT));
        let may = ["annals-benches", "annals-bus-cli", "annals-consumer", "annals-webhook"];
        let may = may.contains(&name.as_str());
        assert_eq!(uses, may, "{name}");
    }
}

#[test]
fn bindings_do_not_depend_on_the_compiler() {
    let heavy = ["clap", "minijinja", "saphyr-parser", "annotate-snippets", "rayon"];
    let members = members();
    for name in ["annals", "annals-macros", "annals-contract", "openedx-events"] {
        let used =
            ["dependencies", "build-dependencies"].map(|kind| dependencies(&members[name], kind));
        let used = used.concat();
        assert_eq!(used.iter().find(|used| heavy.contains(&used.as_str())), None, "{name}");
    }
}

#[test]
fn every_crate_inherits_the_workspace_lints() {
    for (name, manifest) in &members() {
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace"));
        assert_eq!(lints, Some(&Value::Boolean(true)), "{name}");
    }
}
