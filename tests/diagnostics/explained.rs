//! Are the examples of the rules true? The wrong one of each is reported with its code and no other,
//! the right one not at all.

use std::fs;
use std::path::Path;

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::rule::{self, Example, Rule};
use annals_catalog::source::{LoadError, Loader, Source};
use annals_catalog::{Compiled, compile};

use crate::all;

/// The sections that an example leaves out because they are not what it is about.
const FRAME: [(&str, &str); 4] = [
    ("annals", "annals: 1\n"),
    (
        "catalog",
        "catalog: { name: library, title: Library, namespace: org.example, version: 1.0.0 }\n",
    ),
    ("domains", "domains: { lending: { title: Lending } }\n"),
    ("records", "records: { lending: { Book: { fields: { isbn: string, copy: long } } } }\n"),
];

/// Found in every example that shows a record alone: no matter, unless it is what the example is for.
const NOTHING_USES_IT: [&str; 2] = ["A0241", "A0242"];

/// Too large for a page: its example says so in words.
const IN_WORDS: [&str; 1] = ["A0007"];

/// The codes that are found in an example.
fn found(rule: &Rule, example: Example) -> Vec<(&'static str, String)> {
    let catalog: Vec<&str> =
        example.blocks().filter(|(info, _)| *info == "yaml").map(|(_, text)| text).collect();
    assert_eq!(catalog.len(), 1, "an example of {} is one catalog", rule.code);
    // What no page can show, it shows by its sign.
    let catalog = catalog[0].replace('\u{2407}', "\u{7}");
    let has = |key: &str| catalog.lines().any(|line| line.starts_with(&format!("{key}:")));
    let frame = FRAME.iter().filter(|(key, _)| !has(key)).map(|(_, text)| *text);
    let text = frame.collect::<String>() + &catalog + "\n";
    let compiled = compile(Source { path: "catalog.yaml".into(), text }, &Included(example));
    let matters =
        |code: &str| code == rule.code || NOTHING_USES_IT.iter().all(|unused| *unused != code);
    let reports = all(&compiled).into_iter().filter(|report| matters(report.rule.code));
    reports.map(|report| (report.rule.code, shown(&report, &compiled))).collect()
}

fn shown(report: &Diagnostic, compiled: &Compiled) -> String {
    report.to_text(&compiled.sources)
}

fn in_yaml() -> impl Iterator<Item = &'static Rule> {
    let in_words = |code: &str| code.starts_with("A03") || IN_WORDS.contains(&code);
    rule::all().filter(move |rule| !in_words(rule.code))
}

#[test]
fn what_is_called_wrong_breaks_that_rule_alone() {
    let mut failures = String::new();
    for rule in in_yaml() {
        let found = found(rule, rule.explanation().wrong);
        if found.is_empty() || found.iter().any(|(code, _)| *code != rule.code) {
            let reports: String = found.into_iter().map(|(_, text)| text).collect();
            failures += &format!("\n{}:\n{reports}", rule.code);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn what_is_called_right_breaks_no_rule() {
    let mut failures = String::new();
    for rule in in_yaml() {
        for (_, text) in found(rule, rule.explanation().right) {
            failures += &format!("\n{}:\n{text}", rule.code);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// A rule whose page is missing does not compile; this is about pages whose rule is gone.
#[test]
fn every_page_is_that_of_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog/rules");
    let mut pages = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.strip_suffix(".md").unwrap_or_else(|| panic!("{name} is no page"));
        assert!(rule::find(code).is_some(), "{name} explains no rule");
        pages += 1;
    }
    assert_eq!(pages, rule::all().count());
}

/// Files that an example includes: those it shows, and for other patterns in `parts/` some file.
struct Included(Example);

impl Loader for Included {
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError> {
        let shown = self.0.blocks().find(|(info, _)| info.strip_prefix("yaml ") == Some(pattern));
        let text = match shown {
            Some((_, text)) => text,
            None if pattern.starts_with("parts/") => "domains: { rooms: { title: Rooms } }\n",
            None => return Ok(Vec::new()),
        };
        Ok(vec![Source { path: pattern.to_owned(), text: text.to_owned() }])
    }
}
