//! Does `annals explain` explain every rule, and help with unknown codes?

use std::process::Command;

use annals_catalog::rule::{self, Example, Series};
use annals_tests::folder::Folder;
use annals_tests::process::Run;
use serde_json::Value;

use crate::{ANNALS, generated, mistaken, run};

/// The catalog that the pages about generated files edit.
const LIBRARY: &str = "annals: 1
catalog: { name: library, title: Library, namespace: org.example, version: 1.0.0 }
domains:
  lending:
    title: Lending
records:
  lending:
    Book: { fields: { isbn: string } }
events:
  lending:
    BOOK_LENT:
      type: org.example.lending.book.lent.v1
      added: 2024-02-01
      repository: example/desk
      data: { book: Book }
";

#[test]
fn a_rule_is_explained() {
    let folder = Folder::temporary();
    let run = run(&folder, ["explain", "A0222"]);
    let page = &run.ends(0).stdout;
    let summary = "A0222 (warning): a data key does not end with _data or _payload\n";
    assert!(page.starts_with(summary), "{run}");
    for words in ["\nWrong:\n\n    events:\n", "\nRight:\n\n    events:\n", "{ book_data: Book }"] {
        assert!(page.contains(words), "no `{words}`:\n{run}");
    }
    assert!(page.ends_with("waived with `allow:` on: event, data key.\n"), "{run}");
    assert_eq!(run.stderr, "");
}

#[test]
fn several_codes_and_lower_case_are_accepted() {
    let folder = Folder::temporary();
    let one = run(&folder, ["explain", "a0101"]).ends(0).stdout.clone();
    assert_eq!(one, run(&folder, ["explain", "A0101"]).stdout);
    let two = run(&folder, ["explain", "A0101", "a0302"]).ends(0).stdout.clone();
    assert!(two.starts_with(&one) && two.contains("\nA0302 (error): "), "{two}");
}

#[test]
fn without_a_code_all_rules_are_listed() {
    let folder = Folder::temporary();
    let list = run(&folder, ["explain"]).ends(0).stdout.clone();
    assert_eq!(list, run(&folder, ["explain", "--list"]).ends(0).stdout);
    let codes: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(codes.len() > 80 && codes.is_sorted(), "{codes:?}");
    for line in [
        "A0001  error    a file is well-formed YAML\n",
        "A0207  warning  the action",
        "A0231  off      an event",
        "A0305  error    every domain",
    ] {
        assert!(list.contains(line), "no `{line}`:\n{list}");
    }
}

#[test]
fn json_has_the_same_content() {
    let folder = Folder::temporary();
    let document = |arguments: &[&str]| -> Value {
        serde_json::from_str(&run(&folder, arguments).ends(0).stdout).unwrap()
    };
    let one = document(&["explain", "A0017", "--format", "json"]);
    assert_eq!(one["version"], 1);
    let rule = &one["rules"][0];
    assert_eq!((&rule["code"], &rule["level"]), (&"A0017".into(), &"error".into()));
    assert_eq!(rule["wrong"][1]["file"], "parts/rooms.yaml");
    assert_eq!(rule["wrong"][1]["language"], "yaml");
    let all = document(&["explain", "--format=json"]);
    let rules = all["rules"].as_array().unwrap();
    let is_whole = |rule: &&Value| {
        let has = |key: &str| rule[key].as_array().is_some_and(|blocks| !blocks.is_empty());
        has("wrong") && has("right") && rule["reason"].as_str().is_some_and(|why| why.len() > 40)
    };
    assert_eq!(rules.iter().filter(is_whole).count(), rules.len());
    let waived = rules.iter().find(|rule| rule["code"] == "A0222").unwrap();
    assert_eq!(waived["waived_on"], serde_json::json!(["event", "data key"]));
}

#[test]
fn an_unknown_code_is_wrong_usage_and_the_nearest_is_suggested() {
    let folder = Folder::temporary();
    run(&folder, ["explain", "A123"])
        .ends(2)
        .says(&["there is no such rule; did you mean `A0123`?"]);
    run(&folder, ["explain", "colour"]).ends(2).says(&["`annals explain --list` lists them"]);
    run(&folder, ["explain", "A0101", "--list"]).ends(2);
}

#[test]
fn text_reports_point_to_explain_once() {
    let folder = mistaken();
    for command in ["check", "generate"] {
        let run = run(&folder, [command]);
        let last = run.ends(1).stderr.lines().last().unwrap_or_default().to_owned();
        assert_eq!(last, "for more: annals explain A0123 A0232", "{run}");
        assert_eq!(run.stderr.matches("annals explain").count(), 1, "{run}");
    }
    run(&folder, ["check", "--quiet"]).ends(1).says_nothing_of("annals explain");
    let json = run(&folder, ["check", "--format=json"]);
    assert!(!format!("{}{}", json.ends(1).stdout, json.stderr).contains("annals explain"));
    let clean = generated();
    run(&clean, ["check"]).ends(0).says_nothing_of("annals explain");
    clean.edit("catalog.yaml", "type: string", "type: long");
    run(&clean, ["check"]).ends(1).says(&["for more: annals explain A0301"]);
}

/// Those of catalogs are compiled by tests/diagnostics.rs.
#[test]
#[cfg(target_os = "linux")]
fn the_commands_of_the_pages_about_files_do_what_they_say() {
    let mut seen = 0;
    for rule in rule::all().filter(|rule| rule.series == Series::Generated) {
        let explanation = rule.explanation();
        let (Some(wrong), Some(right)) = (script(explanation.wrong), script(explanation.right))
        else {
            continue;
        };
        let folder = Folder::temporary();
        folder.write("catalog.yaml", LIBRARY);
        run(&folder, ["generate"]).ends(0);
        let shell = |script: &str| {
            let script = format!("annals() {{ {ANNALS} \"$@\"; }}\n{script}");
            Run::of(Command::new("sh").args(["-c", &script]).current_dir(folder.root()))
        };
        shell(wrong).ends(1).says(&[&format!("error[{}]", rule.code)]);
        shell(right).ends(0);
        seen += 1;
    }
    assert!(seen >= 4, "{seen}");
}

/// The commands of an example, if it has any.
pub(crate) fn script(example: Example) -> Option<&'static str> {
    example.blocks().find(|(info, _)| *info == "sh").map(|(_, text)| text)
}
