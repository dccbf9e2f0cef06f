//! Does a catalog that is read at run time make the same of payloads as the bindings that are generated from it?

use std::fs;
use std::path::{Path, PathBuf};

use annals::registry;
use annals_contract::Lock;
use apache_avro::reader::datum::GenericDatumReader;
use serde_json::{Value, json};

use super::Catalog;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lock(path: &Path) -> Lock {
    Lock::parse(&fs::read_to_string(path).unwrap()).unwrap()
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_catalog_of_a_file_is_the_built_in_one() {
    let generated = repository().join("generated/catalog.lock");
    let built_in = Catalog::open(None).unwrap();
    let files = [generated.clone(), repository().join("catalog.yaml")];
    for catalog in files.map(|file| Catalog::open(Some(&file)).unwrap()) {
        let mut seen = 0;
        for (event_type, event) in lock(&generated).events {
            let [ours, theirs] = [&catalog, &built_in].map(|all| all.get(&event_type).unwrap());
            let example = event.example.unwrap();
            let metadata = [ours, theirs].map(|event| value(&event.metadata().to_json()));
            for key in ["event_type", "minorversion", "source", "sourcehost", "sourcelib"] {
                assert_eq!(metadata[0][key], metadata[1][key], "{event_type}");
            }
            assert_eq!(ours.key(&example), theirs.key(&example), "{event_type}");
            let bytes = ours.to_avro(&example);
            assert_eq!(bytes.is_ok(), theirs.to_avro(&example).is_ok(), "{event_type}: {bytes:?}");
            if let Ok(bytes) = bytes {
                assert_eq!(theirs.to_avro(&example).unwrap(), bytes, "{event_type}");
                assert_eq!(
                    value(&ours.to_json(&bytes).unwrap()),
                    value(&theirs.to_json(&bytes).unwrap())
                );
                // Every mistake that one finds is found by the other.
                for end in 0..bytes.len() {
                    let cut = [&bytes[..end], &[0xff]].concat();
                    assert_eq!(
                        ours.to_json(&cut).is_ok(),
                        theirs.to_json(&cut).is_ok(),
                        "{event_type}"
                    );
                    assert!(ours.to_json(&bytes[..end]).is_err(), "{event_type} {end}");
                }
                seen += 1;
            }
        }
        assert_eq!(seen, registry().iter().filter(|event| !event.local_only).count());
    }
}

/// Every construct of the language: what is written is what Avro says, and what is read is what was written.
#[test]
fn every_construct_survives() {
    let mut seen = 0;
    for folder in fs::read_dir(repository().join("tests/golden")).unwrap() {
        let folder = folder.unwrap().path();
        let file = folder.join("expected/catalog.lock");
        if !file.exists() {
            continue;
        }
        let catalogs = [folder.join("catalog.yaml"), file.clone()];
        let [source, contract] = catalogs.map(|file| Catalog::open(Some(&file)).unwrap());
        for (event_type, event) in lock(&file).events {
            let (Some(example), false) = (event.example, event.local_only) else { continue };
            let [ours, same] = [&source, &contract].map(|all| all.get(&event_type).unwrap());
            let bytes =
                ours.to_avro(&example).unwrap_or_else(|error| panic!("{event_type}: {error}"));
            assert_eq!(same.to_avro(&example).unwrap(), bytes, "{event_type}");
            // Avro does not tell an optional field that is null from one that is absent.
            let read = ours.to_json(&bytes).unwrap();
            assert_eq!(same.to_avro(&read).unwrap(), bytes, "{event_type}");
            assert_eq!(without_nulls(value(&read)), without_nulls(value(&example)), "{event_type}");
            let schema = folder.join(format!("expected/schemas/avro/{event_type}.avsc"));
            let schema =
                apache_avro::Schema::parse_str(&fs::read_to_string(schema).unwrap()).unwrap();
            let mut rest = bytes.as_slice();
            let reader = GenericDatumReader::builder(&schema).build().unwrap();
            let datum = reader.read_value(&mut rest);
            assert!(datum.is_ok(), "{event_type}: {datum:?}");
            assert!(rest.is_empty(), "{event_type}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        value => value,
    }
}

#[test]
fn mistakes_name_the_place_and_no_value() {
    let file = repository().join("generated/catalog.lock");
    let catalog = Catalog::open(Some(&file)).unwrap();
    let event = catalog.get("org.openedx.learning.student.registration.completed.v1").unwrap();
    let whole = json!({ "user": { "id": 1, "is_active": true, "pii": {
        "username": "secret", "email": "secret", "name": "secret" } } });
    let mut wrong = whole.clone();
    wrong["user"]["pii"]["email"] = json!(7);
    assert_eq!(event.to_avro(&wrong.to_string()).unwrap_err(), "user.pii.email: expected a string");
    let mut missing = whole.clone();
    missing["user"].as_object_mut().unwrap().remove("id");
    assert_eq!(event.to_avro(&missing.to_string()).unwrap_err(), "user.id: missing");
    let mut more = whole;
    more["user"]["secret"] = json!("secret");
    assert_eq!(
        event.to_avro(&more.to_string()).unwrap_err(),
        "user: has a key that is not a field"
    );
}
