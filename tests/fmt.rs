//! Does the formatter write what is expected? A case is a folder: `catalog.yaml` and `expected.yaml`.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::fs;
use std::path::{Path, PathBuf};

use annals_catalog::compile;
use annals_catalog::format::{FormatError, format};
use annals_catalog::source::{NoIncludes, Source};
use annals_tests::workspace::repository;
use similar::TextDiff;

fn formatted(path: &str, text: &str) -> Result<String, FormatError> {
    format(Source { path: path.to_owned(), text: text.to_owned() })
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fmt");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn files_are_formatted_as_expected() {
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let text = fs::read_to_string(case.join("catalog.yaml")).unwrap();
        let actual = formatted("catalog.yaml", &text).unwrap();
        let path = case.join("expected.yaml");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if actual == expected {
            continue;
        }
        if accept {
            accept_text(&path, &actual);
        } else {
            failures += &format!("\n{}\n{}", case.display(), diff(&expected, &actual));
        }
    }
    let command = "ANNALS_ACCEPT=1 cargo test -p annals-tests --test fmt";
    assert!(failures.is_empty(), "{failures}\nif this is right: {command}");
}

#[test]
fn expected_files_are_canonical() {
    for case in cases() {
        let text = fs::read_to_string(case.join("expected.yaml")).unwrap();
        assert_canonical(&case.display().to_string(), &text);
    }
}

#[test]
fn the_catalog_of_this_repository_is_canonical() {
    let text = fs::read_to_string(repository().join("catalog.yaml")).unwrap();
    assert_canonical("catalog.yaml", &text);
}

#[test]
fn catalogs_in_the_docs_are_canonical() {
    let mut seen = 0;
    for page in ["docs/language.md", "docs/your-own-catalog.md"] {
        let text = fs::read_to_string(repository().join(page)).unwrap();
        for opening in ["```yaml\n", "```yaml included\n"] {
            for block in text.split(opening).skip(1).filter_map(|rest| rest.split("```").next()) {
                // A CI workflow is YAML too, but not a catalog.
                if !block.starts_with("name: ") {
                    assert_canonical(page, block);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 8, "{seen} blocks");
}

/// No line is moved to another column if that makes a syntax error.
#[test]
fn formatting_does_not_change_the_findings() {
    let codes = |text: &str| {
        let source = Source { path: "catalog.yaml".to_owned(), text: text.to_owned() };
        let compiled = compile(source, &NoIncludes, &mut |_| {});
        let mut codes: Vec<_> = compiled.diagnostics.iter().map(|it| it.rule.code).collect();
        codes.sort_unstable();
        codes
    };
    for seed in ["comments", "keys-in-brackets"] {
        let text = fs::read_to_string(repository().join("fuzz/seeds/fmt").join(seed)).unwrap();
        let canonical = formatted("catalog.yaml", &text).unwrap();
        assert_eq!(codes(&text), codes(&canonical), "{seed}");
    }
}

fn assert_canonical(what: &str, text: &str) {
    let canonical = formatted(what, text).unwrap();
    assert!(canonical == text, "{what} is not canonical\n{}", diff(text, &canonical));
}

fn diff(from: &str, to: &str) -> String {
    TextDiff::from_lines(from, to).unified_diff().context_radius(2).to_string()
}

#[expect(clippy::disallowed_methods, reason = "the command that accepts an output writes it")]
fn accept_text(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}
