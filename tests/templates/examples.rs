//! Do real tools accept the output of the example templates and read it as meant?

use std::collections::BTreeMap;
use std::path::Path;

use annals_catalog::model::Model;
use annals_tests::folder::Folder;
use annals_tests::node::Packages;
use annals_tests::openedx;
use annals_tests::python::Environment;
use annals_tests::workspace::repository;
use serde_json::Value;

use crate::run;

/// The output of one example for the repository's catalog.
fn generated(example: &str) -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", Folder::read_path(&repository().join("catalog.yaml")));
    let templates = repository().join("examples/templates").join(example);
    let templates = templates.to_string_lossy().into_owned();
    run(&folder, ["generate", "--quiet", "--templates", &templates]).ends(0);
    folder
}

pub(crate) fn python_classes_give_our_schemas(python: &Path) -> Result<(), String> {
    let folder = generated("python");
    let tests = repository().join("tests");
    let requirements = tests.join("python/upstream.txt");
    let environment = Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &requirements);
    let package = [folder.path("generated/events")];
    let printed = environment
        .and_then(|environment| environment.run(&tests.join("templates/classes.py"), package));
    let printed = printed.map_err(|error| error.to_string())?;
    let theirs: BTreeMap<String, Value> = serde_json::from_str(&printed).unwrap();
    let (model, _) = openedx::generated();
    assert_eq!(theirs.len(), model.events.len(), "every event is a signal");
    let mut compared = 0;
    for event in model.events.iter().filter(|event| event.local_only.is_none()) {
        let file = annals_catalog::names::avro_file(&event.event_type);
        let ours: Value = serde_json::from_str(&folder.read(&format!("generated/{file}"))).unwrap();
        if theirs.get(&event.event_type) != Some(&ours) {
            return Err(format!("{}: not our schema", event.event_type));
        }
        compared += 1;
    }
    assert_eq!(compared, 73);
    Ok(())
}

fn parsed(document: &Path) -> Result<Value, String> {
    let tests = repository().join("tests/templates");
    let packages =
        Packages::new(env!("CARGO_TARGET_TMPDIR"), "asyncapi", &tests.join("package.json"));
    let printed = packages.and_then(|packages| packages.run(&tests.join("asyncapi.cjs"), document));
    serde_json::from_str(&printed.map_err(|error| error.to_string())?)
        .map_err(|error| error.to_string())
}

fn sorted(list: &Value) -> Vec<String> {
    let mut texts: Vec<String> = serde_json::from_value(list.clone()).unwrap();
    texts.sort();
    texts
}

pub(crate) fn asyncapi_is_valid() -> Result<(), String> {
    let folder = generated("asyncapi");
    let said = parsed(&folder.path("generated/asyncapi.json"))?;
    assert_eq!(said["errors"], serde_json::json!([]));
    let (model, _) = openedx::generated();
    let mut types: Vec<String> =
        model.events.iter().map(|event| event.event_type.clone()).collect();
    types.sort();
    assert_eq!(sorted(&said["channels"]), types);
    assert_eq!(sorted(&said["messages"]), types);
    payloads_fit(&folder, &model);
    Ok(())
}

/// The schemas accept the examples, and refuse them with one more or one less field.
fn payloads_fit(folder: &Folder, model: &Model) {
    let mut document: Value =
        serde_json::from_str(&folder.read("generated/asyncapi.json")).unwrap();
    let messages = document["components"]["messages"].clone();
    for event in &model.events {
        let message = &messages[&event.name];
        document["$ref"] = format!("#/components/messages/{}/payload", event.name).into();
        let validator = jsonschema::draft7::new(&document).unwrap();
        let payload = &message["examples"][0]["payload"];
        let errors: Vec<_> =
            validator.iter_errors(payload).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{}", event.name);
        let mut more = payload.clone();
        more["one_too_many"] = 1.into();
        let mut fewer = payload.clone();
        fewer.as_object_mut().unwrap().remove(&event.data[0].name);
        assert!(!validator.is_valid(&more) && !validator.is_valid(&fewer), "{}", event.name);
    }
}

/// The parser refuses an invalid document.
pub(crate) fn a_wrong_asyncapi_is_not() -> Result<(), String> {
    let folder = generated("asyncapi");
    folder.edit("generated/asyncapi.json", "\"type\": \"object\"", "\"type\": \"objekt\"");
    let said = parsed(&folder.path("generated/asyncapi.json"))?;
    assert_ne!(said["errors"], serde_json::json!([]));
    Ok(())
}
