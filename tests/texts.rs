//! Do all readers of a date, a datetime, a time, a decimal, a UUID, bytes, JSON and the formats of strings agree? The cases are in
//! `texts/cases.toml`.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::collections::BTreeMap;
use std::path::Path;

use annals::json::{from_str, to_value};
use annals_catalog::model::{self, EventId, Format};
use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{compile, names};
use annals_cli::validate::Validator;
use annals_tests::folder::Folder;
use annals_tests::openedx::generated_from;
use annals_tests::workspace::repository;
use serde::Deserialize;
use serde_json::Value;

const KINDS: [&str; 18] = [
    "date",
    "datetime",
    "utc_millis",
    "local_micros",
    "time_micros",
    "decimal",
    "uuid",
    "bytes",
    "json",
    "uri",
    "uri_reference",
    "uri_template",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "time",
    "duration",
];

/// The cases of a primitive.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    read: Vec<(String, String)>,
    #[serde(default)]
    payload: Vec<(String, String)>,
    #[serde(default)]
    default: Vec<(String, String)>,
    refused: Vec<String>,
}

/// A text, and how it is written by those who accept it as a default or in a payload.
struct Case<'c> {
    text: &'c str,
    default: Option<&'c str>,
    payload: Option<&'c str>,
}

impl Cases {
    fn iter(&self) -> impl Iterator<Item = Case<'_>> {
        let read = self.read.iter().map(|(text, written)| (text, Some(written), Some(written)));
        let payload = self.payload.iter().map(|(text, written)| (text, None, Some(written)));
        let default = self.default.iter().map(|(text, written)| (text, Some(written), None));
        let refused = self.refused.iter().map(|text| (text, None, None));
        read.chain(payload).chain(default).chain(refused).map(|(text, default, payload)| Case {
            text,
            default: default.map(String::as_str),
            payload: payload.map(String::as_str),
        })
    }
}

fn cases() -> BTreeMap<String, Cases> {
    let text = Folder::read_path(&repository().join("tests/texts/cases.toml"));
    let cases: BTreeMap<String, Cases> = toml::from_slice(&text).unwrap();
    let mut kinds = KINDS;
    kinds.sort_unstable();
    assert!(cases.keys().eq(kinds), "{:?}", cases.keys());
    cases
}

/// The JSON that a text of a case is.
fn json_text(kind: &str, text: &str) -> String {
    if kind == "json" { text.to_owned() } else { Value::from(text).to_string() }
}

/// The JSON that a case is written as.
fn written(kind: &str, written: Option<&str>) -> Option<Value> {
    written.map(|written| serde_json::from_str(&json_text(kind, written)).unwrap())
}

/// Checks every case of every primitive: `read` gives back what it was read as.
fn check(
    of: impl for<'c> Fn(&Case<'c>) -> Option<&'c str>,
    read: impl Fn(&str, &str) -> Option<Value>,
) {
    let mut failures = Vec::new();
    for (kind, cases) in cases() {
        for case in cases.iter() {
            let (found, expected) = (read(&kind, case.text), written(&kind, of(&case)));
            if found != expected {
                failures.push(format!("{kind} {:?}: {found:?}, not {expected:?}", case.text));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The same for a reader that only accepts or refuses payloads.
fn check_verdict(accepts: impl Fn(&str) -> bool) {
    for (kind, cases) in cases() {
        for case in cases.iter() {
            let payload = payload(&kind, case.text);
            assert_eq!(accepts(&payload), case.payload.is_some(), "{kind} {:?}", case.text);
        }
    }
}

/// A payload with the text of a case, and null for all others.
fn payload(kind: &str, text: &str) -> String {
    let value = |other: &str| match other == kind {
        true => json_text(kind, text),
        false => "null".to_owned(),
    };
    let fields = KINDS.map(|kind| format!("\"{kind}\": {}", value(kind)));
    format!("{{\"texts\": {{{}}}}}", fields.join(", "))
}

fn catalog() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("texts/catalog.yaml")
}

#[test]
fn defaults_in_the_catalog() {
    let catalog = String::from_utf8(Folder::read_path(&catalog())).unwrap();
    check(
        |case| case.default,
        |kind, text| {
            let ty = match kind {
                "utc_millis" => "datetime",
                "local_micros" => "local_datetime",
                "time_micros" => "local_time",
                kind if format(kind).is_some() => "string",
                kind => kind,
            };
            let field = format!("{kind}: {{ type: \"{ty}?\"");
            let default = format!("{field}, default: {}", json_text(kind, text));
            let text = catalog.replace(&field, &default);
            assert_ne!(text, catalog);
            let compiled =
                compile(Source { path: "catalog.yaml".into(), text }, &NoIncludes, &mut |_| {});
            let model = compiled.model?;
            let fields = &model.records[0].fields;
            let field = fields.iter().find(|field| field.name == kind).unwrap();
            field.presence.default().map(json)
        },
    );
}

#[test]
fn the_runtime() {
    check(
        |case| case.payload,
        |kind, text| {
            let text = json_text(kind, text);
            match kind {
                "date" => reread::<annals::Date>(&text),
                "datetime" => reread::<annals::Timestamp>(&text),
                "utc_millis" => reread::<annals::UtcDatetime<annals::Millis>>(&text),
                "local_micros" => reread::<annals::LocalDatetime<annals::Micros>>(&text),
                "time_micros" => reread::<annals::LocalTime<annals::Micros>>(&text),
                "decimal" => reread::<annals::Decimal<6, 2>>(&text),
                "uuid" => reread::<annals::Uuid>(&text),
                "bytes" => reread::<annals::Bytes>(&text),
                "json" => reread::<annals::Json>(&text),
                kind => {
                    let format = format(kind).unwrap_or_else(|| panic!("{kind} has no type"));
                    let max_length = Format::from_name(format.as_str()).unwrap().longest();
                    let limits =
                        annals::Limits { max_length, format: Some(format), ..annals::Limits::NONE };
                    let value: Value = serde_json::from_str(&text).unwrap();
                    let view = annals::View::Str(value.as_str().unwrap());
                    limits.check(view).is_ok().then_some(value)
                }
            }
        },
    );
}

/// The format that a kind is.
fn format(kind: &str) -> Option<annals::Format> {
    Some(match kind {
        "uri" => annals::Format::Uri,
        "uri_reference" => annals::Format::UriReference,
        "uri_template" => annals::Format::UriTemplate,
        "email" => annals::Format::Email,
        "hostname" => annals::Format::Hostname,
        "ipv4" => annals::Format::Ipv4,
        "ipv6" => annals::Format::Ipv6,
        "time" => annals::Format::Time,
        "duration" => annals::Format::Duration,
        _ => return None,
    })
}

fn reread<T: annals::Value>(text: &str) -> Option<Value> {
    from_str::<T>(text).ok().map(|value| to_value(&value).unwrap())
}

#[test]
fn validate() {
    let (model, _) = generated_from(&catalog());
    let validator = Validator::new(&model, EventId(0));
    check_verdict(|payload| validator.check_json(payload.as_bytes()).is_empty());
}

#[test]
fn the_json_schema() {
    let (model, files) = generated_from(&catalog());
    let file = files.get(&names::json_schema_file(&model.events[0].event_type)).unwrap();
    let schema = serde_json::from_slice(file).unwrap();
    for formats in [false, true] {
        let options = jsonschema::draft202012::options().should_validate_formats(formats);
        let validator = options.build(&schema).unwrap();
        check_verdict(|payload| {
            serde_json::from_str(payload).is_ok_and(|payload| validator.is_valid(&payload))
        });
    }
}

fn json(value: &model::Value) -> Value {
    match value {
        model::Value::Null => Value::Null,
        model::Value::Bool(truth) => (*truth).into(),
        model::Value::Int(number) => (*number).into(),
        model::Value::Float(number) => (*number).into(),
        model::Value::String(text) => text.as_str().into(),
        model::Value::List(items) => items.iter().map(json).collect(),
        model::Value::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), json(value))).collect()
        }
    }
}
