//! Is the JUnit XML valid under the schema that Jenkins uses, and does it match the JSON report?
//!
//! Needs Python 3.12 or later. Where there is none, these tests are reported as ignored; in CI
//! (`CI=true`) they fail.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals_tests::folder::Folder;
use annals_tests::python::{self, Environment};
use annals_tests::reports::Situation;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| python::find(12));

/// What a schema validator and an XML parser read from each situation's document, as JSON.
static READ: LazyLock<Result<Vec<Value>, String>> =
    LazyLock::new(|| read().map_err(|error| error.to_string()));

fn read() -> std::io::Result<Vec<Value>> {
    let python = PYTHON.as_deref().ok_or_else(|| std::io::Error::other("found no Python 3.12"))?;
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    let requirements = home.join("junit.txt");
    let environment = Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &requirements)?;
    let folder = Folder::temporary();
    let mut arguments = vec![home.join("junit-10.xsd")];
    for situation in Situation::ALL {
        let name = format!("{situation:?}.xml");
        folder.write(&name, situation.check(ANNALS, "junit").stdout);
        arguments.push(folder.path(&name));
    }
    let answer = environment.run(&home.join("junit.py"), arguments)?;
    serde_json::from_str(&answer).map_err(std::io::Error::other)
}

fn main() {
    let ignored = PYTHON.is_none() && !python::is_required();
    let trials = Situation::ALL.into_iter().enumerate().map(|(index, situation)| {
        let ask = move || {
            let document = &READ.as_ref().map_err(Failed::from)?[index];
            let faults = faults(situation, document);
            if faults.is_empty() {
                Ok(())
            } else {
                Err(format!("{faults:#?}\n{document:#}").into())
            }
        };
        Trial::test(format!("{situation:?}"), ask).with_ignored_flag(ignored)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

/// The differences between a document and the JSON of the same situation.
fn faults(situation: Situation, document: &Value) -> Vec<String> {
    let json = situation.check(ANNALS, "json").stdout;
    let json: Value = serde_json::from_str(&json).unwrap_or_default();
    let mut faults: Vec<String> = document["faults"].as_array().map_or_else(Vec::new, |faults| {
        faults.iter().map(|fault| format!("the schema says: {fault}")).collect()
    });
    let number = |value: &Value| value.as_u64().unwrap_or(u64::MAX);
    let summary = &json["summary"];
    let failures = number(&summary["errors"]) + number(&summary["files"]);
    let errors = u64::from(situation == Situation::Unreadable);
    for (key, expected) in [("failures", failures), ("errors", errors)] {
        // The elements, the attributes of the root, and the sums over its suites must agree.
        for place in ["counted", "root", "suites"] {
            if number(&document[place][key]) != expected {
                faults.push(format!("{key} as {place} are not {expected}"));
            }
        }
    }
    let counts = ["counted", "root", "suites"].map(|place| number(&document[place]["tests"]));
    if counts[0] == 0 || counts.iter().any(|count| *count != counts[0]) {
        faults.push(format!("tests are {counts:?}"));
    }
    faults.extend(missing(&json, document));
    faults
}

/// Messages of the JSON that the document lacks, in the form that XML can represent.
fn missing(json: &Value, document: &Value) -> Vec<String> {
    let findings = ["diagnostics", "files"].into_iter().filter_map(|key| json[key].as_array());
    let messages = document["messages"].as_array().cloned().unwrap_or_default();
    let texts = document["texts"].to_string();
    let mut missing = Vec::new();
    for finding in findings.flatten() {
        let code = &finding["code"];
        // The only character of the hostile texts that XML does not allow.
        let message = finding["message"].as_str().unwrap_or_default();
        let message = Value::from(message.replace('\u{fffe}', r"\u{fffe}"));
        let is_warning = finding["severity"] == "warning";
        if !is_warning && !messages.contains(&Value::Array(vec![code.clone(), message.clone()])) {
            missing.push(format!("no failure {code} {message}"));
        }
        if is_warning && !texts.contains(code.as_str().unwrap_or("?")) {
            missing.push(format!("no output with {code}"));
        }
    }
    missing
}
