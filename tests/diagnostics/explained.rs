//! Are the examples of the rules correct? The wrong one of each rule must be reported with its code
//! and no other, the right one not at all.

use std::fs;
use std::path::Path;

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::rule::{self, Example, Item, Rule, Series};
use annals_catalog::source::{LoadError, Loader, Source};
use annals_catalog::{Compiled, compile};

use crate::all;

/// The sections that an example may leave out, with a default.
const FRAME: [(&str, &str); 4] = [
    ("annals", "annals: 1\n"),
    (
        "catalog",
        "catalog: { name: library, title: Library, namespace: org.example, version: 1.0.0 }\n",
    ),
    ("domains", "domains: { lending: { title: Lending } }\n"),
    ("records", "records: { lending: { Book: { fields: { isbn: string, copy: long } } } }\n"),
];

/// Reported for every example with only a record; ignored unless the example is about this rule.
const NOTHING_USES_IT: [&str; 2] = ["A0241", "A0242"];

/// The example would be too large for a page and is described in words.
const IN_WORDS: [&str; 1] = ["A0007"];

/// The text of an example's catalog.
fn catalog(example: Example) -> String {
    let mut catalogs = example.blocks().filter(|(info, _)| *info == "yaml");
    let (Some((_, text)), None) = (catalogs.next(), catalogs.next()) else {
        panic!("an example must be one catalog: {example:?}");
    };
    // Characters that cannot be seen on a page are written as symbols there.
    text.replace('\u{2407}', "\u{7}")
}

/// The findings of an example: codes and reports.
fn found(rule: &Rule, example: Example) -> Vec<(&'static str, String)> {
    found_in(rule, example, &catalog(example))
}

fn found_in(rule: &Rule, example: Example, catalog: &str) -> Vec<(&'static str, String)> {
    let has = |key: &str| catalog.lines().any(|line| line.starts_with(&format!("{key}:")));
    let frame = FRAME.iter().filter(|(key, _)| !has(key)).map(|(_, text)| *text);
    let text = frame.collect::<String>() + catalog + "\n";
    let compiled =
        compile(Source { path: "catalog.yaml".into(), text }, &Included(example), &mut |_| {});
    let matters =
        |code: &str| code == rule.code || NOTHING_USES_IT.iter().all(|unused| *unused != code);
    let reports = all(&compiled).into_iter().filter(|report| matters(report.rule.code));
    reports.map(|report| (report.rule.code, shown(&report, &compiled))).collect()
}

fn shown(report: &Diagnostic, compiled: &Compiled) -> String {
    report.to_text(&compiled.sources)
}

fn in_yaml() -> impl Iterator<Item = &'static Rule> {
    let in_words = |rule: &Rule| {
        matches!(rule.series, Series::Generated | Series::History) || IN_WORDS.contains(&rule.code)
    };
    rule::all().filter(move |rule| !in_words(rule))
}

#[test]
fn wrong_examples_break_only_their_rule() {
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
fn right_examples_break_no_rule() {
    let mut failures = String::new();
    for rule in in_yaml() {
        for (_, text) in found(rule, rule.explanation().right) {
            failures += &format!("\n{}:\n{text}", rule.code);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_convention_can_have_every_level() {
    for rule in rule::all().filter(|rule| rule.is_convention()) {
        let wrong = rule.explanation().wrong;
        for (level, word) in [("error", "error["), ("warn", "warning["), ("allow", "")] {
            let found = found_in(rule, wrong, &levelled(&catalog(wrong), rule.code, level));
            let is_levelled = |(code, text): &(&str, String)| {
                *code == rule.code && !word.is_empty() && text.contains(word)
            };
            let expected = usize::from(level != "allow");
            assert!(found.iter().all(is_levelled), "{} as {level}: {found:?}", rule.code);
            assert_eq!(found.len().min(1), expected, "{} as {level}: {found:?}", rule.code);
        }
    }
}

/// The catalog with a level for a rule, in addition to those that it sets itself.
fn levelled(catalog: &str, code: &str, level: &str) -> String {
    let own = format!("{code}: warn");
    if catalog.contains(&own) {
        return catalog.replace(&own, &format!("{code}: {level}"));
    }
    match catalog.split_once("lint:\n") {
        Some((before, after)) => format!("{before}lint:\n  {code}: {level}\n{after}"),
        None => format!("lint: {{ {code}: {level} }}\n{catalog}"),
    }
}

/// The last event or record of an example is the wrong one.
#[test]
fn waivers_on_events_and_records_work() {
    let waivable = [Item::Event, Item::Record];
    let mut seen = 0;
    for rule in rule::all() {
        let wrong = rule.explanation().wrong;
        if !rule.waived_on.iter().any(|item| waivable.contains(item)) {
            continue;
        }
        let catalog = catalog(wrong);
        let is_item = |line: &&str| {
            line.starts_with("    ") && !line.starts_with("     ") && line.ends_with(':')
        };
        let item = catalog.lines().rfind(is_item).unwrap_or_else(|| panic!("{catalog}"));
        let allow = format!("{item}\n      allow: [{{ rule: {}, reason: So it is. }}]", rule.code);
        let found = found_in(rule, wrong, &catalog.replace(item, &allow));
        assert!(found.is_empty(), "{} is not waived: {found:?}", rule.code);
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

/// A rule without a page does not compile; this test finds pages without a rule.
#[test]
fn every_page_has_a_rule() {
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

/// Files that an example includes: those it shows, and any file for other patterns in `parts/`.
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
