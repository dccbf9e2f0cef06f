//! Is the log valid SARIF 2.1.0, and does it match the JSON report?

use annals_tests::folder::Folder;
use annals_tests::reports::Situation;
use serde_json::Value;

use crate::{ANNALS, assert_valid, check, in_every_situation, json};

#[test]
fn logs_are_valid_sarif() {
    for (situation, run) in in_every_situation("sarif") {
        let log = json(&run);
        assert_valid("reports/sarif-schema-2.1.0.json", &log);
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["exitCode"], situation.code());
        assert_eq!(invocation["executionSuccessful"], situation != Situation::Unreadable);
    }
}

#[test]
fn every_result_has_its_rule_and_place() {
    for situation in [Situation::Mistaken, Situation::Disagreeing, Situation::Hostile] {
        let log = json(&situation.check(ANNALS, "sarif"));
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let document = json(&situation.check(ANNALS, "json"));
        let expected: Vec<_> =
            list(&document["diagnostics"]).chain(list(&document["files"])).collect();
        let results: Vec<_> = list(&run["results"]).collect();
        assert_eq!(results.len(), expected.len());
        for (result, expected) in results.iter().zip(expected) {
            assert_eq!(result["ruleId"], expected["code"]);
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], expected["code"]);
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["region"]["startLine"], expected["line"]);
            if let Some(column) = expected.get("end_column") {
                assert_eq!(place["region"]["endColumn"], *column);
            }
            let start = expected["message"].as_str().unwrap().replace('{', "{{").replace('}', "}}");
            assert!(result["message"]["text"].as_str().unwrap().starts_with(&start), "{result}");
        }
    }
}

#[test]
fn results_have_related_places_and_fixes() {
    let log = json(&Situation::Mistaken.check(ANNALS, "sarif"));
    let results: Vec<_> = list(&log["runs"][0]["results"]).collect();
    let twice = results.iter().find(|result| result["ruleId"] == "A0002").unwrap();
    assert_eq!(twice["relatedLocations"][0]["message"]["text"], "first used here");

    let folder = Folder::temporary();
    folder.write("a b/catalog.yaml", include_str!("../cli/catalog.yaml"));
    folder.edit("a b/catalog.yaml", "{ type: string", "{ type: strin");
    let log = json(&check(&folder, &["--format=sarif", "-C", "a b/catalog.yaml"]));
    let result = &log["runs"][0]["results"][0];
    let change = &result["fixes"][0]["artifactChanges"][0];
    let place = serde_json::json!({ "uri": "a%20b/catalog.yaml", "uriBaseId": "%SRCROOT%" });
    assert_eq!(change["artifactLocation"], place);
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(change["replacements"][0]["deletedRegion"], *region);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "string");
}

/// Viewers show them beside the results; the standard asks for a name of one word.
#[test]
fn every_rule_is_described() {
    let log = json(&Situation::Clean.check(ANNALS, "sarif"));
    let rules: Vec<_> = list(&log["runs"][0]["tool"]["driver"]["rules"]).collect();
    let known: Vec<_> = annals_catalog::rule::all().map(|rule| rule.code).collect();
    assert_eq!(rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect::<Vec<_>>(), known);
    for rule in rules {
        let name = rule["name"].as_str().unwrap();
        let word = name.chars().all(|letter| letter.is_ascii_alphanumeric());
        assert!(word && name.starts_with(|first: char| first.is_ascii_uppercase()), "{name}");
        let texts = ["/shortDescription/text", "/help/text", "/help/markdown"];
        for text in texts.map(|place| rule.pointer(place).and_then(Value::as_str)) {
            assert!(text.is_some_and(|text| !text.is_empty()), "{rule}");
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}
