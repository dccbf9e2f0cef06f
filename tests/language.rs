//! Does the JSON Schema of the language accept the same catalogs as the parser?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod language {
    mod mutants;
}

use std::collections::BTreeMap;
use std::path::PathBuf;

use annals_catalog::language::{CONSTRUCTS, Key, ONLY_IN_MAIN_FILE};
use annals_catalog::source::{LoadError, Loader, Source};
use annals_catalog::{Compiled, compile};
use annals_cli::language::{Part, schema};
use annals_tests::folder::{Folder, files};
use annals_tests::workspace::repository;
use jsonschema::Validator;
use serde_json::Value;

/// Where each kind of mapping is defined in the schema; the top level is the root.
const DEFINITIONS: [(&str, &str); 21] = [
    ("a catalog", ""),
    ("`catalog`", "catalog"),
    ("`avro`", "avro"),
    ("`json`", "json"),
    ("`docs`", "docs"),
    ("a custom property", "property"),
    ("a domain", "domain"),
    ("a scalar", "scalar"),
    ("an enum", "enum"),
    ("a value of an enum", "value"),
    ("a variant", "variant"),
    ("a tag", "tag"),
    ("a case of a variant", "case"),
    ("a record", "record"),
    ("a field", "field"),
    ("an event", "event"),
    ("a deprecation", "deprecation"),
    ("a waiver", "waiver"),
    ("`evolution`", "evolution"),
    ("`promise`", "promise"),
    ("an accepted change", "acceptance"),
];

fn document(part: Part) -> Value {
    serde_json::from_str(&schema(part)).unwrap()
}

/// Validators of both dialects that editors support; both must give the same result.
fn validators(part: Part) -> [Validator; 2] {
    let mut document = document(part);
    let newest = jsonschema::draft202012::new(&document).unwrap();
    document["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    [newest, jsonschema::draft7::new(&document).unwrap()]
}

fn accepts(validators: &[Validator; 2], catalog: &Value) -> bool {
    let [newest, old] = validators.each_ref().map(|validator| validator.is_valid(catalog));
    assert_eq!(newest, old, "the dialects disagree on {catalog}");
    newest
}

/// The value of a YAML text; `None` if it is not valid YAML.
fn parsed(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// The codes that the compiler reports.
fn codes(compiled: &Compiled) -> Vec<&'static str> {
    compiled.diagnostics.iter().map(|item| item.rule.code).collect()
}

fn compiled(text: &str, included: &str) -> Compiled {
    let main = Source { path: "catalog.yaml".to_owned(), text: text.to_owned() };
    compile(main, &Included(included.to_owned()), &mut |_| {})
}

/// Loads one file for every pattern.
struct Included(String);

impl Loader for Included {
    fn load(&self, _: &str) -> Result<Vec<Source>, LoadError> {
        Ok(vec![Source { path: "included.yaml".to_owned(), text: self.0.clone() }])
    }
}

/// True for codes of structural errors, which a schema can detect.
fn is_of_shape(code: &str) -> bool {
    ("A0010".."A0016").contains(&code)
}

fn reference() -> String {
    String::from_utf8(Folder::read_path(&repository().join("docs/language.md"))).unwrap()
}

/// The catalog that the language reference develops, and the file that it includes.
fn developed() -> [String; 2] {
    let text = reference();
    let blocks = |opening: &str| {
        let blocks = text.split(opening).skip(1).filter_map(|rest| rest.split("```\n").next());
        blocks.collect::<String>()
    };
    [blocks("```yaml\n"), blocks("```yaml included\n")]
}

#[test]
fn every_construct_has_the_keys_of_the_parser() {
    let document = document(Part::Main);
    let known: BTreeMap<_, _> = DEFINITIONS.into_iter().collect();
    assert_eq!(CONSTRUCTS.len(), known.len());
    for construct in CONSTRUCTS {
        let definition = known[construct.name];
        let schema = if definition.is_empty() { &document } else { &document["$defs"][definition] };
        let properties = &schema["properties"];
        // As printed, so that the order is compared too.
        let text = properties.to_string();
        let keys = construct.keys.iter().map(|key| key.name);
        assert!(keys.clone().all(|key| properties[key].is_object()), "{construct:?}: {text}");
        assert_eq!(properties.as_object().unwrap().len(), keys.count(), "{construct:?}: {text}");
        assert_eq!(schema["additionalProperties"], false, "{construct:?}");
        for (key, value) in properties.as_object().unwrap() {
            assert!(value["description"].as_str().unwrap().len() > 5, "{construct:?} {key}");
        }
    }
}

#[test]
fn the_reference_has_every_key_in_canonical_order() {
    let text = reference();
    let tables = text.split("\n\n").filter(|part| {
        part.starts_with("| Key") && part.lines().next().unwrap().contains("| Default |")
    });
    let keys = |table: &str| -> Vec<String> {
        let names = table.lines().skip(2).filter_map(|row| row.split('|').nth(1));
        let names = names.flat_map(|names| names.split(','));
        names.map(|name| name.trim().trim_matches('`').to_owned()).collect()
    };
    let found: Vec<Vec<String>> = tables.map(keys).collect();
    let names = |key: &Key| key.name.to_owned();
    let expected = CONSTRUCTS.map(|construct| construct.keys.iter().map(names).collect());
    assert_eq!(found, Vec::<Vec<String>>::from(expected));
}

#[test]
fn keys_are_in_the_order_of_the_parser() {
    let text = schema(Part::Main);
    let event = &text[text.find("\n    \"event\": {").unwrap()..];
    let keys = CONSTRUCTS.iter().find(|construct| construct.name == "an event").unwrap().keys;
    let places = keys.iter().map(|key| event.find(&format!("\n        \"{}\": {{", key.name)));
    let places: Vec<_> = places.collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
}

#[test]
fn included_files_have_no_keys_of_the_whole_catalog() {
    let [main, included] = [Part::Main, Part::Included].map(document);
    for key in main["properties"].as_object().unwrap().keys() {
        let only_main = ONLY_IN_MAIN_FILE.contains(&key.as_str());
        assert_eq!(included["properties"].get(key).is_none(), only_main, "{key}");
    }
    assert_eq!(included.get("required"), None);
}

#[test]
fn the_schema_is_valid_in_both_dialects() {
    for part in [Part::Main, Part::Included] {
        let document = document(part);
        assert!(jsonschema::draft202012::meta::validate(&document).is_ok());
        assert!(jsonschema::draft7::meta::validate(&document).is_ok());
        assert_alone(&document);
    }
}

/// Draft-07 ignores everything beside a `$ref`, so only annotations may be there.
fn assert_alone(schema: &Value) {
    if let Some(object) = schema.as_object() {
        if object.contains_key("$ref") {
            let words = ["$ref", "description", "examples"];
            let others = object.keys().find(|key| !words.contains(&key.as_str()));
            assert_eq!(others, None, "{schema}");
        }
        object.values().for_each(assert_alone);
    }
    schema.as_array().into_iter().flatten().for_each(assert_alone);
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let path = repository().join("docs/catalog.schema.json");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let command = "cargo run -- schema > docs/catalog.schema.json";
    assert!(committed == schema(Part::Main), "{} is old: {command}", path.display());
    let catalog = std::fs::read_to_string(repository().join("catalog.yaml")).unwrap();
    let first = catalog.lines().next().unwrap();
    assert_eq!(first, "# yaml-language-server: $schema=docs/catalog.schema.json");
}

#[test]
fn valid_catalogs_are_accepted() {
    let validators = validators(Part::Main);
    let paths =
        files(&repository().join("tests")).into_iter().chain([repository().join("catalog.yaml")]);
    let mut accepted = 0;
    for path in paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let text = String::from_utf8_lossy(&Folder::read_path(&path)).into_owned();
        let compiled = compiled(&text, "annals: 1\n");
        let Some(catalog) = parsed(&text).filter(|_| compiled.model.is_some()) else { continue };
        accepted += 1;
        let errors: Vec<_> =
            validators[0].iter_errors(&catalog).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        assert!(accepts(&validators, &catalog));
    }
    assert!(accepted > 25, "only {accepted} catalogs were looked at");
}

#[test]
fn the_catalog_of_the_reference_is_accepted() {
    for (part, text) in [Part::Main, Part::Included].into_iter().zip(developed()) {
        let catalog = parsed(&text).unwrap();
        let validators = validators(part);
        let errors: Vec<_> =
            validators[0].iter_errors(&catalog).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{part:?}: {errors:#?}");
        assert!(accepts(&validators, &catalog));
    }
}

/// Whatever a custom property holds is its value, and not a part of the catalog in the wrong column.
#[test]
fn custom_properties_may_look_like_items() {
    let text = include_str!("language/custom.yaml");
    let catalog = compiled(text, "");
    assert_eq!(codes(&catalog), ["A0232"], "{:#?}", catalog.diagnostics);
    assert!(accepts(&validators(Part::Main), &parsed(text).unwrap()));
}

#[test]
fn structural_errors_are_refused() {
    let validators = validators(Part::Main);
    let mut refused = 0;
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(case.join("catalog.yaml")).unwrap();
        let found = codes(&compiled(&text, "annals: 1\n"));
        // Invalid YAML is reported by an editor without a schema.
        let Some(catalog) = parsed(&text) else { continue };
        if found.iter().any(|code| is_of_shape(code)) {
            assert!(!accepts(&validators, &catalog), "{name}: {found:?}");
            refused += 1;
        }
    }
    assert!(refused > 15, "only {refused} cases were looked at");
}

/// The folders of tests/diagnostics.
fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/diagnostics")).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}
