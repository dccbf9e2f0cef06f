//! Can machines read the reports of `annals check`? Every format is read by a real reader or checked
//! against its specification.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod reports {
    mod github;
    mod json;
    mod limits;
    mod sarif;
    mod text;
}

use std::fs;
use std::path::Path;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::reports::Situation;
use serde_json::Value;

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(&mut annals(ANNALS, folder.root(), [&["check"], arguments].concat()))
}

/// The output in one format for each situation.
fn in_every_situation(form: &str) -> Vec<(Situation, Run)> {
    let run = |situation: Situation| {
        let run = situation.check(ANNALS, form);
        (situation, run)
    };
    Situation::ALL.into_iter().map(run).collect()
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"))
}

/// Asserts that a document is valid under a JSON Schema.
fn assert_valid(schema: &str, document: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
    // The errata of the standard correct this: it is not a valid regular expression.
    let text = fs::read_to_string(path).unwrap().replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<_> = validator.iter_errors(document).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{document:#}");
}
