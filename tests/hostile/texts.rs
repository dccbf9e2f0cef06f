//! Texts with a meaning in YAML, Rust, Markdown, JSON, rST, HTML, templates or a shell, in every place
//! that takes a text.

use std::path::Path;

use annals_codegen::project::Project;
use annals_tests::folder::Folder;
use annals_tests::hostile;
use annals_tests::workspace::Workspace;
use serde_json::Value;

use crate::{HEAD, REST, codes, folder, run};

fn generated() -> Folder {
    let folder = folder(hostile::catalog());
    run(&folder, ["generate"]).ends(0);
    folder
}

#[test]
fn schemas_contain_the_same_texts() {
    let folder = generated();
    let project =
        Project::open(&folder.path("catalog.yaml"), &mut annals_codegen::Run::default()).unwrap();
    let domains = project.compiled.model.unwrap().domains;
    assert_eq!(domains.len(), hostile::texts().len());
    for (number, domain) in domains.iter().enumerate() {
        let text = domain.description.as_str();
        let place = format!("org.example.d{number}.thing{number}.seen.v1");
        let json = schema(&folder, &format!("generated/schemas/json/{place}.schema.json"));
        assert!(jsonschema::draft202012::new(&json).is_ok());
        let record = &json["$defs"][format!("R{number}")];
        // White space at the end of a description is dropped.
        assert_eq!(record["description"], text.trim_end());
        let field = &record["properties"]["text"];
        assert_eq!(field["default"], text);
        assert_eq!(field["examples"], Value::from(vec![text]));
        assert_eq!(record["properties"]["map"]["default"], serde_json::json!({ text: text }));
        assert_only(text, &record["properties"]["pattern"]);
        assert_only(text, &json["$defs"][format!("s{number}")]);

        let avro = schema(&folder, &format!("generated/schemas/avro/{place}.avsc"));
        assert!(apache_avro::Schema::parse(&avro).is_ok(), "{text:?}");
    }
}

/// The schema of a text with a pattern accepts this text and no other.
fn assert_only(text: &str, schema: &Value) {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    assert!(validator.is_valid(&text.into()), "{text:?}: {schema}");
    for other in ["", "x", &format!("{text}x"), &format!("x{text}")] {
        assert!(!validator.is_valid(&other.into()), "{other:?}: {schema}");
    }
}

fn schema(folder: &Folder, path: &str) -> Value {
    serde_json::from_str(&folder.read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_generated_crate_compiles() {
    let folder = generated();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let workspace = Workspace::new(&place, &["generated"]);
    workspace.folder.write("catalog.yaml", folder.read("catalog.yaml"));
    for (path, (_, bytes)) in folder.snapshot("generated") {
        workspace.folder.write(&format!("generated/{path}"), bytes);
    }
    let domains: Vec<String> =
        (0..hostile::texts().len()).map(|number| format!("d{number}")).collect();
    let features: String = domains.iter().map(|domain| format!("{domain} = []\n")).collect();
    workspace.folder.write(
        "generated/Cargo.toml",
        format!(
            "[package]\nname = \"hostile\"\nedition.workspace = true\n\n[lints]\nworkspace = true\n\n\
             [features]\ndefault = {domains:?}\n{features}\n[dependencies]\nannals = {{ workspace = true }}\n"
        ),
    );
    let root = "//! The bindings of hostile texts.\n\nmod catalog;\n\npub use catalog::*;\n";
    workspace.folder.write("generated/src/lib.rs", root);
    workspace.cargo(["check"]).ends(0);
}

/// Where a text is expected, numbers, booleans and dates of YAML are texts as written.
#[test]
fn plain_scalars_are_texts() {
    for word in ["no", "Yes", "true", "1.10", "2022-06-14", "0x1F", "1e3", ".inf", "0o17", "1_000"]
    {
        let rest = REST.replace("R: { f", &format!("R: {{ description: {word}, f"));
        let folder = folder(format!("{HEAD}{rest}"));
        run(&folder, ["generate"]).ends(0);
        let path = "generated/schemas/json/org.example.d.d.started.v1.schema.json";
        assert_eq!(schema(&folder, path)["$defs"]["R"]["description"], word);
    }
    for word in ["~", "null", ""] {
        let rest = REST.replace("R: { f", &format!("R: {{ description: {word}, f"));
        let run = run(&folder(format!("{HEAD}{rest}")), ["generate"]);
        run.ends(1).says(&["error[A0013]", "`description`"]);
    }
}

/// Each text is refused as a URL and as a repository, with its place.
#[test]
fn texts_are_refused_as_urls_and_repositories() {
    for text in hostile::texts() {
        let inner = &text[1..text.len() - 1];
        let keys = format!(
            "definition: {text}\n      trigger: [{text}, \"https://example.org/ {inner}\"]\n      \
             repository: [{text}, \"a/{inner}/b\"]\n"
        );
        let rest = REST.replace("repository: example/d\n", &keys);
        let folder = folder(format!("{HEAD}{rest}"));
        assert_eq!(codes(&folder), ["A0144", "A0144", "A0144", "A0145", "A0145"], "{text}");
        run(&folder, ["check"]).ends(1).says(&["catalog.yaml:"]);
    }
}
