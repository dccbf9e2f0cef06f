//! Does a general Avro library read every schema that we generate?

use std::collections::BTreeSet;
use std::path::Path;

use annals_catalog::model::Model;
use annals_catalog::names;
use annals_codegen::FileSet;
use annals_tests::folder::Folder;
use annals_tests::openedx;
use apache_avro::Schema;
use serde_json::{Value, json};

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
    assert_eq!(schemas(&model, &files).len(), 73);
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

/// In the standard profile no event type is a namespace, so that every schema is legal, and each has a
/// name of its own.
#[test]
fn every_schema_parses_in_the_standard_profile() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("catalog.yaml");
    let folder = Folder::temporary();
    folder.write("catalog.yaml", std::fs::read(catalog).expect("our catalog can be read"));
    folder.edit("catalog.yaml", "profile: open-edx", "profile: standard");
    let (model, files) = openedx::generated_from(&folder.path("catalog.yaml"));
    let mut names = BTreeSet::new();
    for (event_type, text) in schemas(&model, &files) {
        let schema =
            Schema::parse_str(&text).unwrap_or_else(|error| panic!("{event_type}: {error}"));
        let name = schema.name().expect("a record has a name").fullname(None);
        assert!(names.insert(name.clone()), "two schemas are called {name}");
    }
    assert_eq!(names.len(), 73);
    assert!(names.contains("org.openedx.learning.StudentRegistrationCompleted"), "{names:?}");
}

/// The schema of the event in `profiles.yaml`, with these keys below `avro`.
fn schema_with(keys: &str) -> Value {
    let folder = Folder::temporary();
    let catalog = include_str!("avro/profiles.yaml").replace("avro: {}", &format!("avro: {keys}"));
    folder.write("catalog.yaml", catalog);
    let (model, files) = openedx::generated_from(&folder.path("catalog.yaml"));
    let (_, text) = schemas(&model, &files).swap_remove(0);
    let parsed = Schema::parse_str(&text);
    assert!(parsed.is_ok(), "{keys}: {parsed:?}");
    serde_json::from_str(&text).expect("a schema is JSON")
}

const MIXED: &str = "{ profile: open-edx, namespace: domain, docs: true }";

#[test]
fn each_part_of_the_profile_can_be_set_alone() {
    let [item, stored] = ["/fields/0/type", "/fields/0/type/fields/1/type"];
    for (keys, pointer, expected) in [
        ("{}", "/name".into(), json!("ItemSold")),
        ("{}", "/namespace".into(), json!("org.shop.sales")),
        ("{}", "/doc".into(), json!("Sent when somebody pays.")),
        ("{}", format!("{item}/namespace"), json!("org.shop.sales")),
        ("{}", format!("{stored}/namespace"), json!("org.shop.stock")),
        ("{}", format!("{stored}/doc"), json!("A thing on a shelf.")),
        ("{}", format!("{stored}/fields/0/type/logicalType"), json!("uuid")),
        ("{}", format!("{stored}/fields/0/doc"), json!("Its id.")),
        ("{}", format!("{stored}/fields/1/default"), json!("a")),
        ("{}", format!("{stored}/fields/2/type/type"), json!("enum")),
        ("{}", format!("{stored}/fields/2/type/namespace"), json!("org.shop")),
        ("{ record: Sold }", "/name".into(), json!("Sold")),
        ("{ record: Sold }", "/namespace".into(), json!("org.shop.sales.item.sold.v1")),
        ("{ record: Sold }", format!("{item}/namespace"), json!("org.shop.sales")),
        ("{ doc: All. }", "/doc".into(), json!("All.")),
        ("{ docs: false }", "/doc".into(), Value::Null),
        ("{ docs: false }", format!("{stored}/fields/0/doc"), Value::Null),
        ("{ docs: false }", format!("{stored}/fields/1/default"), json!("a")),
        ("{ defaults: false }", format!("{stored}/fields/1/default"), Value::Null),
        ("{ defaults: false }", format!("{stored}/fields/0/doc"), json!("Its id.")),
        ("{ logical_types: false }", format!("{stored}/fields/0/type"), json!("string")),
        ("{ enums: false }", format!("{stored}/fields/2/type"), json!("string")),
        (MIXED, "/name".into(), json!("CloudEvent")),
        (MIXED, format!("{item}/doc"), json!("A thing that is sold.")),
        (MIXED, format!("{stored}/fields/1/default"), Value::Null),
    ] {
        let schema = schema_with(keys);
        let found = schema.pointer(&pointer).unwrap_or(&Value::Null);
        assert_eq!(*found, expected, "{pointer} with {keys}");
    }
}
