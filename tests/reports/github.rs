//! Does GitHub's runner read annotations as meant? They are parsed here as the runner parses them.

use std::collections::BTreeMap;

use annals_tests::folder::Folder;
use annals_tests::reports::Situation;

use crate::{ANNALS, check, in_every_situation, json};

/// An annotation as the runner sees it.
struct Annotation {
    name: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// Undoes the escapes; that of `%` comes last.
fn unescaped(text: &str, property: bool) -> String {
    let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
    if property {
        text = text.replace("%3A", ":").replace("%2C", ",");
    }
    text.replace("%25", "%")
}

fn annotation(line: &str) -> Annotation {
    let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("no command: {line}"));
    let (command, message) = rest.split_once("::").unwrap();
    let (name, properties) = command.split_once(' ').unwrap();
    let property = |text: &str| {
        let (key, value) = text.split_once('=').unwrap();
        (key.to_owned(), unescaped(value, true))
    };
    Annotation {
        name: name.to_owned(),
        properties: properties.split(',').map(property).collect(),
        message: unescaped(message, false),
    }
}

#[test]
fn annotations_match_the_json_report() {
    for (situation, run) in in_every_situation("github") {
        let document = json(&situation.check(ANNALS, "json"));
        let findings =
            ["diagnostics", "files"].map(|key| document[key].as_array().unwrap().clone());
        let findings = findings.concat();
        let annotations: Vec<_> = run.stdout.lines().map(annotation).collect();
        if situation == Situation::Unreadable {
            let [error] = &annotations[..] else { panic!("{run}") };
            assert_eq!(
                (&*error.name, &error.message),
                ("error", &document["error"].as_str().unwrap().to_owned())
            );
            continue;
        }
        assert_eq!(annotations.len(), findings.len(), "{run}");
        for (found, finding) in annotations.iter().zip(findings) {
            let path = finding.get("file").unwrap_or(&finding["path"]).as_str().unwrap();
            assert_eq!(found.properties["file"], path);
            assert_eq!(found.properties["line"], finding["line"].to_string());
            assert_eq!(found.properties["title"], finding["code"].as_str().unwrap());
            let name = finding.get("severity").map_or("error", |level| level.as_str().unwrap());
            assert_eq!(found.name, name);
            assert!(found.message.starts_with(finding["message"].as_str().unwrap()), "{run}");
            let hint = finding.get("hint").map_or("", |hint| hint.as_str().unwrap());
            assert!(found.message.ends_with(hint), "{run}");
        }
    }
}

/// GitHub refuses columns of different lines.
#[test]
fn columns_are_given_for_single_lines_only() {
    let folder = Folder::temporary();
    let catalog = include_str!("../cli/catalog.yaml");
    folder.write("catalog.yaml", catalog);
    folder.edit("catalog.yaml", "{ type: string", "{ type: strin");
    let run = check(&folder, &["--format=github"]);
    let one = annotation(run.stdout.lines().next().unwrap()).properties;
    let place = ["line", "col", "endLine", "endColumn"].map(|key| one[key].as_str());
    assert_eq!(place, ["11", "24", "11", "29"]);

    let list = "description:\n        - one\n        - two";
    folder.write("catalog.yaml", catalog.replace("description: What is taught in one go.", list));
    let run = check(&folder, &["--format=github"]);
    let many = annotation(run.stdout.lines().next().unwrap()).properties;
    assert_eq!(["line", "endLine"].map(|key| many[key].as_str()), ["10", "11"]);
    assert!(!many.contains_key("col") && !many.contains_key("endColumn"), "{run}");
}
