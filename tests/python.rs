//! Do our schemas agree with the current openedx-events library?
//!
//! Needs Python 3.12 or later. Where there is none, these tests are reported as ignored; in CI
//! (`CI=true`) they fail.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals_catalog::names;
use annals_codegen::FileSet;
use annals_tests::openedx;
use annals_tests::python::{self, Environment};
use apache_avro::reader::datum::GenericDatumReader;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// An event as the library knows it.
#[derive(serde::Deserialize)]
struct Upstream {
    event_type: String,
    /// `None` for events that it does not put on a bus.
    schema: Option<Value>,
    payloads: Vec<Payload>,
}

/// Event data as the library's serializer writes it.
#[derive(serde::Deserialize)]
struct Payload {
    case: String,
    json: Value,
    /// Hexadecimal.
    avro: String,
}

/// Our files and the library's answers, computed once.
struct Both {
    ours: FileSet,
    theirs: Vec<Upstream>,
}

static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| python::find(12));
static BOTH: LazyLock<Result<Both, String>> = LazyLock::new(|| {
    let python = PYTHON.as_deref().ok_or("found no Python 3.12 or later")?;
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let environment =
        Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &scripts.join("upstream.txt"));
    let answers =
        environment.and_then(|environment| environment.run(&scripts.join("upstream.py"), [""; 0]));
    let theirs = serde_json::from_str(&answers.map_err(|error| error.to_string())?);
    Ok(Both { ours: openedx::generated().1, theirs: theirs.map_err(|error| error.to_string())? })
});

fn main() {
    let ignored = PYTHON.is_none() && !python::is_required();
    let questions: [(&str, Question); 4] = [
        ("every_event_is_there", every_event_is_there),
        ("avro_schemas_are_equal", avro_schemas_are_equal),
        ("avro_schemas_read_its_bytes", avro_schemas_read_its_bytes),
        ("json_schemas_accept_its_payloads", json_schemas_accept_its_payloads),
    ];
    let trials = questions.map(|(name, question)| {
        Trial::test(name, move || ask(question)).with_ignored_flag(ignored)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

/// Returns the differences, one per line.
type Question = fn(&Both) -> Vec<String>;

fn ask(question: Question) -> Result<(), Failed> {
    let disagreements = question(BOTH.as_ref()?);
    if disagreements.is_empty() { Ok(()) } else { Err(disagreements.join("\n").into()) }
}

fn every_event_is_there(both: &Both) -> Vec<String> {
    let listed = |name: fn(&str) -> String, with: fn(&Upstream) -> bool| {
        let theirs = both.theirs.iter().filter(move |event| with(event));
        theirs.map(|event| name(&event.event_type)).collect::<Vec<_>>()
    };
    let schemas = |folder: &str| {
        let paths = both.ours.iter().map(|(path, _)| path).filter(|path| path.starts_with(folder));
        paths.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut disagreements = Vec::new();
    for (theirs, ours) in [
        (listed(names::json_schema_file, |_| true), schemas("schemas/json/")),
        (listed(names::avro_file, |event| event.schema.is_some()), schemas("schemas/avro/")),
    ] {
        let missing =
            theirs.iter().filter(|path| !ours.contains(path)).map(|path| format!("we lack {path}"));
        let extra = ours
            .iter()
            .filter(|path| !theirs.contains(path))
            .map(|path| format!("it has no {path}"));
        disagreements.extend(missing.chain(extra));
    }
    disagreements
}

fn avro_schemas_are_equal(both: &Both) -> Vec<String> {
    let mut disagreements = Vec::new();
    for (event, theirs) in
        both.theirs.iter().filter_map(|event| Some((event, event.schema.as_ref()?)))
    {
        let ours = json(both, &names::avro_file(&event.event_type));
        if ours.as_ref() != Some(theirs) {
            disagreements
                .push(format!("{}\n  ours   {ours:?}\n  theirs {theirs:?}", event.event_type));
        }
    }
    disagreements
}

/// An independent reader decodes the library's bytes to the library's JSON.
fn avro_schemas_read_its_bytes(both: &Both) -> Vec<String> {
    let mut disagreements = Vec::new();
    for event in both.theirs.iter().filter(|event| event.schema.is_some()) {
        let Some(schema) = json(both, &names::avro_file(&event.event_type)) else { continue };
        // Avro does not allow this namespace; see `avro.rs`.
        let legal = schema.to_string().replace("redemption-reversed", "redemption_reversed");
        let schema = match apache_avro::Schema::parse_str(&legal) {
            Ok(schema) => schema,
            Err(error) => {
                disagreements.push(format!("{}: {error}", event.event_type));
                continue;
            }
        };
        for payload in &event.payloads {
            let read = read_avro(&schema, &payload.avro);
            if read.as_ref() != Ok(&payload.json) {
                disagreements.push(format!("{} {}\n  {read:?}", event.event_type, payload.case));
            }
        }
    }
    disagreements
}

fn read_avro(schema: &apache_avro::Schema, hex: &str) -> Result<Value, String> {
    let digits =
        hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16));
    let bytes = digits.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    let mut rest = bytes.as_slice();
    let reader = GenericDatumReader::builder(schema).build().map_err(|error| error.to_string())?;
    let value = reader.read_value(&mut rest).map_err(|error| error.to_string())?;
    if !rest.is_empty() {
        return Err(format!("{} bytes too many", rest.len()));
    }
    Value::try_from(value).map_err(|error| error.to_string())
}

fn json_schemas_accept_its_payloads(both: &Both) -> Vec<String> {
    let mut disagreements = Vec::new();
    for event in &both.theirs {
        let Some(schema) = json(both, &names::json_schema_file(&event.event_type)) else {
            continue;
        };
        // With formats checked: a time without an offset must pass there too.
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema);
        let validator = match validator {
            Ok(validator) => validator,
            Err(error) => {
                disagreements.push(format!("{}: {error}", event.event_type));
                continue;
            }
        };
        for payload in &event.payloads {
            let errors = validator.iter_errors(&payload.json);
            disagreements.extend(errors.map(|error| {
                format!("{} {}: {}: {error}", event.event_type, payload.case, error.instance_path())
            }));
        }
    }
    disagreements
}

/// One of our files; [`every_event_is_there`] reports those that are missing.
fn json(both: &Both, path: &str) -> Option<Value> {
    both.ours.get(path).and_then(|bytes| serde_json::from_slice(bytes).ok())
}
