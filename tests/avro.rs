//! Does a general Avro library read every schema that we generate?

use std::path::Path;

use annals_catalog::model::Model;
use annals_catalog::names;
use annals_codegen::FileSet;
use annals_tests::openedx;
use apache_avro::Schema;

/// Avro allows letters, digits and underscores in a namespace. This event type has a hyphen, and the
/// type of an event in use cannot change; the upstream library accepts it.
const ILLEGAL: [&str; 1] = ["org.openedx.enterprise.subsidy.redemption-reversed.v1"];

/// The schemas by event type, in catalog order.
fn schemas(model: &Model, files: &FileSet) -> Vec<(String, String)> {
    let bytes = |event_type: &str| files.get(&names::avro_file(event_type)).map(<[u8]>::to_vec);
    let of_event = |event: &annals_catalog::model::Event| {
        let text = String::from_utf8(bytes(&event.event_type)?).expect("schemas are UTF-8");
        Some((event.event_type.clone(), text))
    };
    model.events.iter().filter_map(of_event).collect()
}

#[test]
fn every_legal_schema_parses() {
    let (model, files) = openedx::generated();
    for (event_type, text) in schemas(&model, &files) {
        let parsed = Schema::parse_str(&text);
        if !ILLEGAL.contains(&event_type.as_str()) {
            assert!(parsed.is_ok(), "{event_type}: {parsed:?}");
        }
    }
}

/// The hyphen is the only thing wrong with the illegal ones.
#[test]
fn only_illegal_namespaces_are_refused() {
    let (model, files) = openedx::generated();
    for event_type in ILLEGAL {
        let (_, text) =
            schemas(&model, &files).into_iter().find(|(ty, _)| ty == event_type).expect(event_type);
        let refusal = Schema::parse_str(&text).expect_err("a hyphen in a namespace").to_string();
        assert!(refusal.contains("namespace") && refusal.contains(event_type), "{refusal}");
        let legal = text.replace(event_type, &event_type.replace('-', "_"));
        let parsed = Schema::parse_str(&legal);
        assert!(parsed.is_ok(), "{parsed:?}");
    }
}

#[test]
fn only_local_events_have_no_schema() {
    let (model, files) = openedx::generated();
    for event in &model.events {
        let file = names::avro_file(&event.event_type);
        assert_eq!(files.get(&file).is_some(), event.local_only.is_none(), "{file}");
    }
    assert_eq!(schemas(&model, &files).len(), 72);
}

/// Every type of the language, nested and nullable, with records that are used twice.
#[test]
fn every_type_of_the_language_parses() {
    let (model, files) = openedx::every_type();
    let expected = include_str!("avro/every_type.avsc");
    let (_, text) = schemas(&model, &files).swap_remove(0);
    assert_eq!(text, expected);
    let parsed = Schema::parse_str(&text);
    assert!(parsed.is_ok(), "{parsed:?}");
}

/// Two domains have a record of the same name and the same Avro schema: the first is used for both.
#[test]
fn records_of_the_same_name_are_defined_once() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("avro/one_name.yaml");
    let (model, files) = openedx::generated_from(&catalog);
    let (_, text) = schemas(&model, &files).swap_remove(0);
    assert_eq!(text, include_str!("avro/one_name.avsc"));
    let parsed = Schema::parse_str(&text);
    assert!(parsed.is_ok(), "{parsed:?}");
}
