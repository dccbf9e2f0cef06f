//! Is every mistake reported as expected? A case is a folder: `catalog.yaml` with the files that it
//! includes, and `expected.txt` with all reports. The folder's name begins with the code it shows.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod diagnostics {
    mod explained;
}

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::model::Date;
use annals_catalog::rule::Series;
use annals_catalog::source::{LoadError, Loader, Source};
use annals_catalog::{Compiled, compile, rule};
use similar::TextDiff;

/// Rules whose case would be too large to commit; unit tests in `catalog` have them.
const TOO_LARGE: [&str; 1] = ["A0007"];

/// The date that waivers are compared with.
const TODAY: Date = Date { year: 2026, month: 1, day: 1 };

#[test]
fn reports_are_as_expected() {
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let actual = reports(&case);
        let path = case.join("expected.txt");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if accept && actual != expected {
            accept_report(&path, &actual);
        } else if actual != expected {
            let diff = TextDiff::from_lines(&expected, &actual);
            let diff = diff.unified_diff().header("expected", "actual").to_string();
            failures += &format!("\n{}\n{diff}", case.display());
        }
    }
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test diagnostics";
    assert!(failures.is_empty(), "{failures}\nif this is right: {command}");
}

#[test]
fn every_rule_has_a_case() {
    let cases = cases();
    let covered: BTreeSet<String> = cases.iter().map(|case| code_of(case)).collect();
    // Rules about generated files and earlier releases need more than a catalog: tests/cli.rs has their cases.
    let needs_more = |rule: &rule::Rule| matches!(rule.series, Series::Generated | Series::History);
    let rules = rule::all().filter(|rule| !needs_more(rule)).map(|rule| rule.code);
    let missing: BTreeSet<&str> = rules.filter(|code| !covered.contains(*code)).collect();
    assert_eq!(missing, BTreeSet::from(TOO_LARGE), "rules without a case");
}

#[test]
fn every_case_shows_its_rule() {
    for case in cases() {
        let (code, reports) = (code_of(&case), reports(&case));
        assert!(rule::find(&code).is_some(), "{} is named after no rule", case.display());
        assert!(reports.contains(&format!("[{code}]: ")), "{}:\n{reports}", case.display());
    }
}

#[test]
fn the_reference_has_every_rule() {
    let text = reference();
    let row = |rule: &rule::Rule| {
        let level = rule.level().map_or("off".to_owned(), |of| format!("{of:?}").to_lowercase());
        let row = format!("\n| `{}` | {level} | {} |", rule.code, rule.summary);
        let items: Vec<&str> = rule.waived_on.iter().map(|item| item.word()).collect();
        match (rule.is_convention(), items.as_slice()) {
            (false, _) => row,
            (true, []) => row + " nowhere |",
            (true, items) => format!("{row} {} |", items.join(", ")),
        }
    };
    let missing: Vec<String> = rule::all().map(row).filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "docs/language.md lacks{}", missing.concat());
}

#[test]
fn the_catalog_of_the_reference_has_no_finding() {
    let text = reference();
    let blocks = |opening: &str| {
        let blocks = text.split(opening).skip(1).filter_map(|rest| rest.split("```\n").next());
        blocks.collect::<String>()
    };
    let included = blocks("```yaml included\n");
    assert!(!included.is_empty(), "the reference shows an included file");
    let main = Source { path: "docs/language.md".into(), text: blocks("```yaml\n") };
    let compiled = compile(main, &Included(included), &mut |_| {});
    let reports = compiled.diagnostics.iter().map(|report| report.to_text(&compiled.sources));
    assert_eq!(reports.collect::<String>(), "");
    assert!(compiled.model.is_some_and(|model| model.events.len() > 3), "it has events");
}

/// The reference of the language.
fn reference() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md")).unwrap()
}

#[test]
fn every_report_has_a_hint() {
    for case in cases() {
        let silent = all(&compiled(&case));
        let silent: Vec<_> = silent.iter().filter(|report| report.hint.is_empty()).collect();
        assert!(silent.is_empty(), "{}: no hint in {silent:#?}", case.display());
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn code_of(case: &Path) -> String {
    let name = case.file_name().unwrap().to_string_lossy();
    name.split('-').next().unwrap_or_default().to_owned()
}

fn compiled(case: &Path) -> Compiled {
    let text = fs::read_to_string(case.join("catalog.yaml")).unwrap();
    compile(Source { path: "catalog.yaml".to_owned(), text }, &Folder(case), &mut |_| {})
}

/// The findings of compiling, then those that depend on the date.
fn all(compiled: &Compiled) -> Vec<Diagnostic> {
    let mut reports = compiled.diagnostics.clone();
    reports.extend(compiled.expired(TODAY));
    reports
}

fn reports(case: &Path) -> String {
    let compiled = compiled(case);
    all(&compiled).iter().map(|report| report.to_text(&compiled.sources)).collect()
}

#[expect(clippy::disallowed_methods, reason = "the command that accepts an output writes it")]
fn accept_report(path: &Path, report: &str) {
    fs::write(path, report).unwrap();
}

/// Loads the files of a case: `name.yaml`, or all of a folder for `folder/*.yaml`.
struct Folder<'a>(&'a Path);

impl Loader for Folder<'_> {
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError> {
        let mut paths = vec![pattern.to_owned()];
        if let Some(folder) = pattern.strip_suffix("/*.yaml") {
            let entries = fs::read_dir(self.0.join(folder)).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name());
            paths = names.map(|name| format!("{folder}/{}", name.to_string_lossy())).collect();
            paths.sort();
        }
        paths.retain(|path| self.0.join(path).exists());
        let read = |path: String| match fs::read_to_string(self.0.join(&path)) {
            Ok(text) => Ok(Source { path, text }),
            Err(error) => Err(LoadError::File { path, cause: error.into() }),
        };
        paths.into_iter().map(read).collect()
    }
}

/// Loads one file for every pattern.
struct Included(String);

impl Loader for Included {
    fn load(&self, _: &str) -> Result<Vec<Source>, LoadError> {
        Ok(vec![Source { path: "included.yaml".to_owned(), text: self.0.clone() }])
    }
}
