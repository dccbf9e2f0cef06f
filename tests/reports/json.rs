//! Does the JSON match its documented schema in every situation?

use annals_tests::reports::Situation;
use serde_json::Value;

use crate::{assert_valid, check, in_every_situation, json};

#[test]
fn reports_match_their_schema() {
    for (_, run) in in_every_situation("json") {
        assert_valid("../docs/report.schema.json", &json(&run));
        assert_eq!(run.stderr, "");
    }
}

/// A schema that accepts anything would make the test above meaningless.
#[test]
fn the_schema_refuses_other_documents() {
    let (_, run) = in_every_situation("json").swap_remove(1);
    let good = json(&run);
    let schema = include_str!("../../docs/report.schema.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for (place, value) in [
        ("/version", Value::from(2)),
        ("/diagnostics/0/severity", "note".into()),
        ("/diagnostics/0/line", 0.into()),
        ("/diagnostics/0/related", Value::Null),
        ("/summary/errors", (-1).into()),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&bad), "{place}");
    }
    for key in ["hint", "fix", "file"] {
        let mut bad = good.clone();
        bad["diagnostics"][0].as_object_mut().unwrap().remove(key).unwrap();
        assert!(!validator.is_valid(&bad), "without {key}");
    }
}

#[test]
fn every_state_of_a_file_is_reported() {
    let document = json(&Situation::Disagreeing.check(crate::ANNALS, "json"));
    let files = document["files"].as_array().unwrap();
    let codes: std::collections::BTreeSet<_> =
        files.iter().map(|file| file["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes.into_iter().collect::<Vec<_>>(),
        ["A0301", "A0302", "A0303", "A0304", "A0305", "A0306"]
    );
}

#[test]
fn fixes_are_listed_on_request() {
    let folder = annals_tests::folder::Folder::temporary();
    folder.write("catalog.yaml", include_str!("../cli/catalog.yaml"));
    folder.edit("catalog.yaml", "{ type: string", "{ type: strin");
    let document = json(&check(&folder, &["--format=json", "--fix"]));
    assert_valid("../docs/report.schema.json", &document);
    let expected = serde_json::json!([{
        "code": "A0123", "file": "catalog.yaml", "line": 11, "column": 24,
        "before": "strin", "after": "string",
    }]);
    assert_eq!(document["fixed"], expected);
}
