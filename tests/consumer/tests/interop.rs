//! Compares our Avro and JSON with those of the Python library openedx-events.
//!
//! Needs Python 3.12 or later. Without it, these tests are ignored; in CI (`CI=true`) they fail.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod every_event;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals::{Event, EventDescriptor};
use annals_tests::folder::Folder;
use annals_tests::python::{self, Environment};
use annals_tests::workspace::repository;
use every_event::Check;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event of the library; without payloads if it is never sent to a bus.
#[derive(Deserialize)]
struct Upstream {
    event_type: String,
    payloads: Vec<Payload>,
}

/// Event data written by the library.
#[derive(Deserialize)]
struct Payload {
    case: String,
    json: Value,
    /// Hexadecimal.
    avro: String,
}

/// Event data written by us.
#[derive(Serialize)]
struct Written {
    event_type: &'static str,
    case: String,
    json: Value,
    avro: String,
}

/// What the library reads from our event data.
#[derive(Deserialize)]
struct Read {
    /// The data that fastavro reads with the library's schema.
    json: Value,
    /// The number of bytes left over.
    rest: usize,
    /// The data of the library's event object.
    event: Option<Value>,
    /// The error if there is no such object.
    error: Option<String>,
}

static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| python::find(12));

static THEIRS: LazyLock<Result<Vec<Upstream>, String>> =
    LazyLock::new(|| library("upstream.py", &[]));

static OURS: LazyLock<Result<Vec<(Written, Read)>, String>> = LazyLock::new(|| {
    let written = written(THEIRS.as_ref()?);
    let folder = Folder::empty(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("interop"));
    folder.write("written.json", serde_json::to_vec(&written).unwrap());
    let read = library::<Read>("read_back.py", &[folder.path("written.json")])?;
    assert_eq!(written.len(), read.len());
    Ok(written.into_iter().zip(read).collect())
});

/// Runs a script that calls the library.
fn library<T: DeserializeOwned>(script: &str, arguments: &[PathBuf]) -> Result<Vec<T>, String> {
    let python = PYTHON.as_deref().ok_or("no Python 3.12 or later found")?;
    let scripts = repository().join("tests/python");
    let environment =
        Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &scripts.join("upstream.txt"));
    let answers =
        environment.and_then(|environment| environment.run(&scripts.join(script), arguments));
    serde_json::from_str(&answers.map_err(|error| error.to_string())?)
        .map_err(|error| error.to_string())
}

fn main() {
    let ignored = PYTHON.is_none() && !python::is_required();
    let checks: [(&str, Compare); 6] = [
        ("all_events_are_compared", all_events_are_compared),
        ("our_avro_of_its_json_is_its_avro", our_avro_of_its_json_is_its_avro),
        ("our_json_of_its_avro_is_its_json", our_json_of_its_avro_is_its_json),
        ("it_reads_our_avro", it_reads_our_avro),
        ("it_builds_events_from_our_samples", it_builds_events_from_our_samples),
        ("we_keep_values_that_it_loses", we_keep_values_that_it_loses),
    ];
    let trials = checks.map(|(name, compare)| {
        Trial::test(name, move || judge(compare())).with_ignored_flag(ignored)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

/// The differences.
type Differences = Result<Vec<String>, String>;
type Compare = fn() -> Differences;

fn judge(differences: Differences) -> Result<(), Failed> {
    let differences = differences?;
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n").into()) }
}

fn descriptor(event_type: &str) -> &'static EventDescriptor {
    let event = annals::registry().get(event_type);
    event.unwrap_or_else(|| panic!("no event {event_type}")).descriptor()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    digits.map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect()
}

/// Compares every payload of the library.
fn each_of_theirs(
    compare: impl Fn(&EventDescriptor, &Payload) -> Result<(), String>,
) -> Differences {
    let mut differences = Vec::new();
    for event in THEIRS.as_ref()? {
        for payload in &event.payloads {
            let result = compare(descriptor(&event.event_type), payload);
            differences.extend(result.err().map(|error| {
                let Payload { case, json, avro } = payload;
                format!("{} {case}: {error}\n  {json}\n  {avro}", event.event_type)
            }));
        }
    }
    Ok(differences)
}

fn all_events_are_compared() -> Differences {
    let theirs = THEIRS.as_ref()?;
    let with_bytes = |event: &&Upstream| !event.payloads.is_empty();
    let mut types: Vec<_> =
        theirs.iter().filter(with_bytes).map(|event| event.event_type.as_str()).collect();
    types.sort_unstable();
    let ours = annals::registry().iter().filter(|event| !event.local_only);
    assert_eq!(types, ours.map(|event| event.event_type).collect::<Vec<_>>());
    assert_eq!((theirs.len(), types.len()), (75, 73));
    // The payloads contain the edge cases: empty, false, zero, a time without an offset, and others.
    let payloads = || theirs.iter().flat_map(|event| &event.payloads);
    let all = payloads().map(|payload| payload.json.to_string()).collect::<String>();
    let edge_cases = [
        ":\"\"",
        ":false",
        ":0,",
        ":0.0",
        ":[]",
        ":{}",
        ":null",
        "-9223372036854775808",
        "5e-324",
        "\"0001-01-01T00:00:00\"",
        "+05:30\"",
        "-12:00\"",
        "-04:56:02\"",
        "+23:59\"",
        "\\u0000",
    ];
    Ok(edge_cases
        .iter()
        .filter(|text| !all.contains(**text))
        .map(|text| format!("no {text}"))
        .collect())
}

fn our_avro_of_its_json_is_its_avro() -> Differences {
    each_of_theirs(|event, payload| {
        let ours = event.json_to_avro(&payload.json.to_string());
        let ours = hex(&ours.map_err(|error| error.to_string())?);
        if ours == payload.avro { Ok(()) } else { Err(format!("ours is {ours}")) }
    })
}

fn our_json_of_its_avro_is_its_json() -> Differences {
    each_of_theirs(|event, payload| {
        let ours = event.avro_to_json(&bytes(&payload.avro)).map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_str(&ours).map_err(|error| error.to_string())?;
        if value == payload.json { Ok(()) } else { Err(format!("ours is {ours}")) }
    })
}

/// Our values of every event that is sent to a bus: samples, pseudorandom values, and the library's
/// values after a round trip through our types.
fn written(theirs: &[Upstream]) -> Vec<Written> {
    struct Writer<'t>(&'t [Upstream], Vec<Written>);

    impl Writer<'_> {
        fn write<E: Event>(&mut self, case: String, event: &E) {
            let json = event.to_json_value().unwrap();
            let (event_type, avro) = (E::DESCRIPTOR.event_type, hex(&event.to_avro()));
            self.1.push(Written { event_type, case, json, avro });
        }
    }

    impl Check for Writer<'_> {
        fn event<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self) {
            let values = every_event::values::<E>().filter(|_| !E::DESCRIPTOR.local_only);
            for (index, event) in values.enumerate() {
                let case =
                    if index == 0 { "sample".to_owned() } else { format!("generated-{index}") };
                self.write(case, &event);
            }
            let event = self.0.iter().find(|event| event.event_type == E::DESCRIPTOR.event_type);
            for payload in event.map_or(&[][..], |event| &event.payloads) {
                let event = E::from_avro(&bytes(&payload.avro)).unwrap();
                self.write(payload.case.clone(), &event);
            }
        }
    }

    let mut writer = Writer(theirs, Vec::new());
    every_event::check_all(&mut writer);
    writer.1
}

fn it_reads_our_avro() -> Differences {
    let ours = OURS.as_ref()?;
    assert!(ours.len() > 72 * 20, "{}", ours.len());
    let different = ours.iter().filter(|(ours, read)| read.rest != 0 || read.json != ours.json);
    let line = |(ours, read): &(Written, Read)| {
        let Written { event_type, case, json, avro } = ours;
        format!("{event_type} {case} {avro}\n  ours   {json}\n  theirs {}", read.json)
    };
    Ok(different.map(line).collect())
}

/// Compares the library's event objects, in which keys and times are parsed.
fn it_builds_events_from_our_samples() -> Differences {
    let samples = OURS.as_ref()?.iter().filter(|(ours, _)| ours.case == "sample");
    let mut differences = Vec::new();
    for (ours, read) in samples {
        let same = read.event.as_ref().is_some_and(|event| same_but_for_losses(&ours.json, event));
        if !same {
            let Read { event, error, .. } = read;
            differences.push(format!(
                "{}\n  ours   {}\n  theirs {event:?} {error:?}",
                ours.event_type, ours.json
            ));
        }
    }
    Ok(differences)
}

/// The library replaces a value that is falsy in Python with its default.
fn same_but_for_losses(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) if !ours.is_empty() => {
            ours.keys().eq(theirs.keys())
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|((_, ours), (_, theirs))| same_but_for_losses(ours, theirs))
        }
        (Value::Array(ours), Value::Array(theirs)) if !ours.is_empty() => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| same_but_for_losses(ours, theirs))
        }
        _ => ours == theirs || is_falsy(ours),
    }
}

fn is_falsy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(true) => false,
    }
}

/// Where the library loses a value when it reads its own data, we keep it.
fn we_keep_values_that_it_loses() -> Differences {
    let (mut lost, mut differences) = (0, Vec::new());
    for (ours, read) in OURS.as_ref()? {
        if read.event.as_ref() == Some(&ours.json) {
            continue;
        }
        let again = descriptor(ours.event_type).avro_to_json(&bytes(&ours.avro)).unwrap();
        if serde_json::from_str::<Value>(&again).unwrap() != ours.json {
            differences
                .push(format!("{} {}\n  {}\n  {again}", ours.event_type, ours.case, ours.json));
        }
        lost += 1;
    }
    assert!(lost > 8, "the library lost a value only {lost} times");
    Ok(differences)
}
