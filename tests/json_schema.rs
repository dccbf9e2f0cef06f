//! Does every generated JSON Schema accept valid payloads and refuse others?

#[path = "json_schema/breaks.rs"]
mod breaks;
#[path = "json_schema/cases.rs"]
mod cases;

use std::path::Path;

use annals_catalog::model::{Event, Model};
use annals_catalog::names;
use annals_codegen::FileSet;
use annals_tests::openedx;
use breaks::Breaks;
use jsonschema::Validator;
use serde_json::Value;

/// Runs a check on every event of all catalogs.
fn for_every_event(check: impl Fn(&Model, &Event, &Value)) {
    for (model, files) in openedx::all() {
        for event in &model.events {
            check(&model, event, &schema(&files, event));
        }
    }
}

fn schema(files: &FileSet, event: &Event) -> Value {
    let file = names::json_schema_file(&event.event_type);
    let bytes = files.get(&file).unwrap_or_else(|| panic!("{file} is missing"));
    serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The two kinds of validators: those that ignore formats and those that check them.
fn validators(schema: &Value) -> [Validator; 2] {
    [false, true].map(|formats| {
        let options = jsonschema::draft202012::options().should_validate_formats(formats);
        options.build(schema).unwrap_or_else(|error| panic!("{}: {error}", schema["$id"]))
    })
}

#[test]
fn schemas_are_valid() {
    for_every_event(|_, event, schema| {
        let result = jsonschema::draft202012::meta::validate(schema);
        assert!(result.is_ok(), "{}: {result:?}", event.event_type);
        assert_eq!(schema["$id"], format!("urn:annals:{}", event.event_type));
    });
}

#[test]
fn schemas_accept_their_own_examples() {
    for_every_event(|_, event, schema| {
        let example = &schema["examples"][0];
        assert!(example.is_object(), "{} has no example", event.event_type);
        for validator in validators(schema) {
            let result = validator.validate(example);
            assert!(result.is_ok(), "{}: {result:?}", event.event_type);
        }
    });
}

#[test]
fn schemas_refuse_broken_payloads() {
    for_every_event(|model, event, schema| {
        let example = &schema["examples"][0];
        let breaks = Breaks::new(model, &event.data, example);
        assert!(breaks.bad.len() > 4, "{} has too little to break", event.event_type);
        for validator in validators(schema) {
            for broken in &breaks.bad {
                let accepted = validator.is_valid(&broken.apply(example));
                assert!(!accepted, "{} accepts {broken:?}", event.event_type);
            }
        }
    });
}

#[test]
fn schemas_accept_unusual_valid_payloads() {
    for_every_event(|model, event, schema| {
        let example = &schema["examples"][0];
        for validator in validators(schema) {
            for unusual in Breaks::new(model, &event.data, example).good {
                let payload = unusual.apply(example);
                let result = validator.validate(&payload);
                assert!(result.is_ok(), "{} {unusual:?}: {result:?}", event.event_type);
            }
        }
    });
}

/// The other catalogs assert formats: validators that ignore them refuse these texts too.
#[test]
fn annotated_formats_are_for_validators_that_check_them() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/json-profile/catalog.yaml");
    let (model, files) = openedx::generated_from(&golden);
    let schema = schema(&files, &model.events[0]);
    let example = &schema["examples"][0];
    for (path, value) in
        [("/visitor/id", "one"), ("/visitor/mail", "nobody"), ("/visitor/born", "today")]
    {
        let mut payload = example.clone();
        *payload.pointer_mut(path).expect("the example has it") = value.into();
        let accepted = validators(&schema).map(|validator| validator.is_valid(&payload));
        assert_eq!(accepted, [true, false], "{path}");
    }
}

/// Compared as text, since a parser with floating point numbers would round them.
#[test]
fn bounds_of_a_long_are_exact() {
    let (model, files) = openedx::every_type();
    let bytes = files.get(&names::json_schema_file(&model.events[0].event_type)).expect("a schema");
    let text = String::from_utf8_lossy(bytes);
    assert!(text.contains("\"minimum\": -9223372036854775808,"), "{text}");
    assert!(text.contains("\"maximum\": 9223372036854775807\n"), "{text}");
}

/// Each case is a catalog and, beside it, the example that it gives, or null for none.
#[test]
fn examples_are_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("json_schema/examples");
    let entries = std::fs::read_dir(&folder).expect("the cases are there").flatten();
    let mut catalogs: Vec<_> = entries.map(|entry| entry.path()).collect();
    catalogs.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    catalogs.sort();
    assert!(!catalogs.is_empty());
    for catalog in catalogs {
        let (model, files) = openedx::generated_from(&catalog);
        let schema = schema(&files, &model.events[0]);
        let expected =
            std::fs::read(catalog.with_extension("json")).expect("each case has a result");
        let expected: Value = serde_json::from_slice(&expected).expect("results are JSON");
        let example = schema["examples"].get(0).unwrap_or(&Value::Null);
        assert_eq!(example, &expected, "{}", catalog.display());
        for validator in validators(&schema) {
            assert!(example.is_null() || validator.is_valid(example), "{}", catalog.display());
        }
    }
}

/// Records of the same name keep separate definitions, since their descriptions, patterns and
/// examples may differ.
#[test]
fn records_of_the_same_name_have_separate_definitions() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("avro/one_name.yaml");
    let (model, files) = openedx::generated_from(&catalog);
    let schema = schema(&files, &model.events[0]);
    let definitions: Vec<_> = schema["$defs"].as_object().expect("definitions").keys().collect();
    assert_eq!(definitions, ["Order", "people.Name", "things.Name"]);
    let mut payload = schema["examples"][0].clone();
    for validator in validators(&schema) {
        assert!(validator.is_valid(&payload));
    }
    payload["order"]["buyer"]["text"] = "x".into();
    for validator in validators(&schema) {
        assert!(!validator.is_valid(&payload), "people have longer names");
    }
}
