//! Is each mistake reported once, and does its hint lead to a correct catalog? `cases.toml` has the
//! mistakes, `expected.txt` the reports.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod mistakes {
    mod automatic;
}

use std::fs;
use std::path::{Path, PathBuf};

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};
use serde::Deserialize;
use similar::TextDiff;

/// An event with a mistake, after the last one.
const LAST: &str = "
    ORDER_LOST:
      type: org.shop.sales.order.lost.v1
      addd: 2025-01-01
      description: Sent when an order is lost.
      data:
        order: { type: Order, description: The lost order. }
      repository: shop/sales
";

/// Insertions, and after `-` replacements of a character.
const EDITS: [&str; 8] = ["-", "-x", "+x", "+:", "-'", "+{", "- ", "+\n"];

/// The domain of the events is unknown then, or repeats one of the records, so they are not read.
const HIDING: [&str; 3] = ["name-of-domain-missing", "dash-before-domain", "events-missing"];

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
    strays: Strays,
}

/// Lines that are inserted at column 0.
#[derive(Deserialize)]
struct Strays {
    before: String,
    lines: Vec<String>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    #[serde(flatten)]
    edit: Edit,
    /// What the hint says to write, if that is not what was there before.
    fixed: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Edit {
    Text {
        from: String,
        to: String,
    },
    /// The lines from `first` up to `last`, or to the end.
    Indentation {
        first: String,
        last: Option<String>,
        by: i32,
    },
}

impl Case {
    /// The catalog with the mistake, and the catalog as the hint says.
    fn catalogs(&self, base: &str) -> (String, String) {
        match &self.edit {
            Edit::Text { from, to } => {
                assert!(base.contains(from.as_str()), "{}: no {from:?}", self.name);
                let with = |text: &str| base.replacen(from.as_str(), text, 1);
                (with(to), self.fixed.as_ref().map_or_else(|| base.to_owned(), |fixed| with(fixed)))
            }
            Edit::Indentation { first, last, by } => {
                let start = base.find(first.as_str()).unwrap();
                let length = last.as_ref().map(|last| base[start..].find(last.as_str()).unwrap());
                let end = length.map_or(base.len(), |length| start + length);
                let lines = base[start..end].split_inclusive('\n').map(|line| shifted(line, *by));
                let moved = lines.collect::<String>();
                (base[..start].to_owned() + &moved + &base[end..], base.to_owned())
            }
        }
    }
}

fn shifted(line: &str, by: i32) -> String {
    let count = usize::try_from(by.unsigned_abs()).unwrap();
    match by > 0 {
        _ if line.trim().is_empty() => line.to_owned(),
        true => " ".repeat(count) + line,
        false => line.strip_prefix(&" ".repeat(count)).unwrap().to_owned(),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("mistakes")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

fn cases() -> (String, Vec<Case>) {
    let Cases { mut case, strays } = toml::from_str(&read("cases.toml")).unwrap();
    case.extend(strays.lines.iter().map(|line| {
        let (from, to) = (strays.before.clone(), format!("{line}\n{}", strays.before));
        Case { name: format!("line {line:?}"), edit: Edit::Text { from, to }, fixed: None }
    }));
    (read("catalog.yaml"), case)
}

fn compiled(text: String) -> Compiled {
    compile(Source { path: "catalog.yaml".to_owned(), text }, &NoIncludes, &mut |_| {})
}

fn reports(text: String) -> Vec<String> {
    let compiled = compiled(text);
    compiled.diagnostics.iter().map(|report| report.to_text(&compiled.sources)).collect()
}

#[test]
fn every_mistake_has_one_report() {
    let (base, cases) = cases();
    let others = cases.iter().map(|case| (&case.name, reports(case.catalogs(&base).0)));
    let others = others.filter(|(_, reports)| reports.len() != 1);
    let failures = others.map(|(name, reports)| format!("\n{name}:\n{}", reports.concat()));
    let failures: String = failures.collect();
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_report_is_as_expected() {
    let (base, cases) = cases();
    let report =
        |case: &Case| format!("== {}\n{}", case.name, reports(case.catalogs(&base).0).concat());
    let actual: String = cases.iter().map(report).collect();
    let path = folder().join("expected.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if actual == expected {
        return;
    }
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        return accept(&path, &actual);
    }
    let diff = TextDiff::from_lines(&expected, &actual).unified_diff().to_string();
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test mistakes";
    panic!("{diff}\nif this is right: {command}");
}

#[test]
fn every_hint_leads_to_a_correct_catalog() {
    let (base, cases) = cases();
    assert_eq!(reports(base.clone()).concat(), "");
    let wrong = cases.iter().map(|case| (&case.name, reports(case.catalogs(&base).1).concat()));
    let wrong = wrong.filter(|(_, reports)| !reports.is_empty());
    let failures: String = wrong.map(|(name, reports)| format!("\n{name}:\n{reports}")).collect();
    assert!(failures.is_empty(), "{failures}");
}

/// Wherever a line is inserted, it is reported there, and hides nothing.
#[test]
fn a_stray_line_has_one_report() {
    let Cases { strays, .. } = toml::from_str(&read("cases.toml")).unwrap();
    let base = read("catalog.yaml") + LAST;
    let later = reports(base.clone());
    let mut failures = String::new();
    for (number, stray) in strays.lines.iter().enumerate() {
        // All of them together are inserted everywhere.
        for at in base.match_indices('\n').map(|(at, _)| at + 1).skip(number % 11).step_by(11) {
            // After a key without a value, it is an item of a list.
            if stray.starts_with('-') && base[..at].ends_with(":\n") {
                continue;
            }
            let line = base[..at].matches('\n').count() + 1;
            let mut text = base.clone();
            text.insert_str(at, &format!("{stray}\n"));
            let reports = reports(text);
            let is_there = |report: &String| report.starts_with(&format!("catalog.yaml:{line}:"));
            if reports.len() != 1 + later.len() || !reports.iter().any(is_there) {
                failures += &format!("\n{stray:?} in line {line}:\n{}", reports.concat());
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn names_that_are_keys_elsewhere_are_not_misplaced() {
    let errors =
        reports(read("valid.yaml")).into_iter().filter(|report| report.contains(": error["));
    assert_eq!(errors.collect::<String>(), "");
}

/// Most typing errors have one or two reports, and none has very many.
#[test]
fn an_edit_has_few_reports() {
    let (base, _) = cases();
    let lines: Vec<usize> = base.match_indices('\n').map(|(at, _)| at + 1).collect();
    let mut counts = Vec::new();
    for (number, signs) in EDITS.iter().enumerate() {
        for at in (number..base.len()).step_by(23) {
            let mut text = base.clone();
            text.replace_range(at..at + usize::from(signs.starts_with('-')), &signs[1..]);
            counts.push(reports(text).len());
        }
    }
    for line in &lines[..lines.len() - 1] {
        let mut text = base.clone();
        text.insert_str(*line, "  ");
        counts.push(reports(text).len());
    }
    let few = counts.iter().filter(|count| **count <= 2).count();
    assert!(few * 8 > counts.len() * 7, "{few} of {} have one or two reports", counts.len());
    assert!(counts.iter().all(|count| *count < 40), "{:?}", counts.iter().max());
}

#[test]
fn a_syntax_error_hides_no_other_mistake() {
    let (base, cases) = cases();
    let hidden = cases.iter().filter(|case| !HIDING.contains(&case.name.as_str()));
    let hidden = hidden.filter(|case| {
        let reports = reports(case.catalogs(&base).0 + LAST);
        !reports.iter().any(|report| report.contains("an event has no key `addd`"))
    });
    let hidden: Vec<_> = hidden.map(|case| case.name.as_str()).collect();
    assert_eq!(hidden, [""; 0]);
}

#[expect(clippy::disallowed_methods, reason = "the command that accepts an output writes it")]
fn accept(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}
