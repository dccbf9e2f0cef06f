//! The bindings of both sides as programs, which read what the other side writes.
//!
//! All changes are in one pair of catalogs, each in a domain of its own, so that two crates are compiled and no more.

use std::fmt::Write as _;
use std::path::Path;

use annals_catalog::names::{event_struct, module};
use annals_contract::Unknown;
use annals_evolution::{Change, Contract, Effect, Reader, compare};
use annals_tests::folder::Folder;
use annals_tests::workspace::{Workspace, repository};
use serde_json::{Value as Json, json};
use serde_yaml::{Mapping, Value};

use super::jobs::{SAMPLES, Side, hex, samples};

/// Names that a whole catalog shares; each change has its own.
const SHARED: [&str; 7] = ["Mode", "amount", "price", "Open", "Closed", "Numbers", "THING_CHANGED"];

/// The two sides of one change, each a catalog in YAML with the domain `d`.
pub(crate) struct Texts {
    pub(crate) name: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// A payload, and whether the bindings must read it, in Avro and in JSON.
struct Expected {
    name: String,
    payload: Json,
    reads: [Option<bool>; 2],
}

/// Where the bindings and our verdicts differ.
pub(crate) fn faults(profile: &str, changes: &[Texts]) -> String {
    let side = |text: fn(&Texts) -> &str| {
        let text = merged(profile, changes.iter().map(text));
        Side::new(text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    };
    let (before, after) = (side(|texts| &texts.before), side(|texts| &texts.after));
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("evolution-{profile}"));
    let workspace = Workspace::new(&place, &["before", "after"]);
    member(&workspace, "before", &before);
    member(&workspace, "after", &after);
    let mut faults = String::new();
    for (writer, reader, program, backward) in
        [(&before, &after, "after", true), (&after, &before, "before", false)]
    {
        let expected = expected(changes, writer, reader, backward);
        let lines: String = expected.iter().map(|one| format!("{}\n", one.payload)).collect();
        let file = format!("{program}.jsonl");
        workspace.folder.write(&file, lines);
        let path = workspace.folder.path(&file);
        let path = path.to_str().expect("the folder has a plain name");
        let run = workspace.cargo(["run", "--quiet", "--package", program, "--", path]);
        let read: Vec<[bool; 2]> = run.ends(0).stdout.lines().map(words).collect();
        assert_eq!(read.len(), expected.len());
        for (one, read) in expected.iter().zip(read) {
            for (encoding, wanted, read) in
                [("Avro", one.reads[0], read[0]), ("JSON", one.reads[1], read[1])]
            {
                if wanted.is_some_and(|wanted| wanted != read) {
                    let word = if read { "reads" } else { "refuses" };
                    let Expected { name, payload, .. } = one;
                    let _ = writeln!(
                        faults,
                        "{name}: the crate {program} {word} {encoding}: {}",
                        payload["json"]
                    );
                }
            }
        }
    }
    faults
}

fn words(line: &str) -> [bool; 2] {
    serde_json::from_str(line).expect("the program prints two words")
}

/// What one side writes, and what the other must make of it.
fn expected(changes: &[Texts], from: &Side, to: &Side, backward: bool) -> Vec<Expected> {
    let (writer, reader) = (contract(from), contract(to));
    let mut expected = Vec::new();
    for (event, change) in compare(&writer, &reader, &[Reader::Annals, Reader::Json]) {
        let Change::Changed(verdicts) = change else { continue };
        let change = &changes[number(event)].name;
        let name = format!("{change} {}", if backward { "backward" } else { "forward" });
        let payload = |json: &Json| {
            let bytes = writer.encode(event, json)?;
            let schema = from.avro_of(event);
            Some(
                json!({ "event": event, "schema": schema, "avro": hex(&bytes), "json": json.to_string() }),
            )
        };
        for (index, verdict) in verdicts.iter().enumerate() {
            for problem in verdict.backward.iter().filter(|problem| problem.proven) {
                let mut reads = [None, None];
                // Unlike the JSON Schema, the bindings take the default of an enum.
                if takes_default(to, &problem.reason) {
                    continue;
                }
                reads[index] = Some(problem.effect == Effect::Misread);
                let Some(payload) = payload(&problem.payload) else { continue };
                expected.push(Expected { name: name.clone(), payload, reads });
            }
        }
        let safe = [0, 1].map(|index| verdicts[index].backward.is_empty().then_some(true));
        for sample in samples(&name, &writer, event, SAMPLES) {
            let payload = payload(&sample["json"]).expect("a sample is a payload");
            expected.push(Expected { name: name.clone(), payload, reads: safe });
        }
    }
    expected
}

/// The number of the change that an event is about.
pub(crate) fn number(event: &str) -> usize {
    let number = event.split('.').nth(2).and_then(|domain| domain[1..].parse().ok());
    number.expect("the domain has the number of the change")
}

/// True if an enum with a default is the reason.
fn takes_default(side: &Side, reason: &str) -> bool {
    let name = reason.strip_prefix("the enum `").and_then(|rest| rest.split('`').next());
    let item = name.and_then(|name| side.lock.enums.get(name));
    item.is_some_and(|item| matches!(item.unknown, Unknown::Default(_)))
}

fn contract(side: &Side) -> Contract<'_> {
    Contract::new(&side.lock).expect("the lock defines its types")
}

/// Writes the bindings of one side as a library.
pub(crate) fn library(workspace: &Workspace, name: &str, side: &Side) {
    generated(workspace, name, side);
    workspace.folder.write(&format!("{name}/src/lib.rs"), "mod catalog;\n\npub use catalog::*;\n");
}

/// Writes the files that are generated, and a manifest.
fn generated(workspace: &Workspace, name: &str, side: &Side) {
    for (path, bytes) in side.files.iter() {
        workspace.folder.write(&format!("{name}/{path}"), bytes);
    }
    let domains: Vec<&str> = side.model.domains.iter().map(|domain| domain.name.as_str()).collect();
    let features: String = domains.iter().map(|domain| format!("{domain} = []\n")).collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition.workspace = true\n\n[features]\ndefault = {domains:?}\n{features}\n\
         [dependencies]\nannals = {{ workspace = true, features = [\"serde\"] }}\n"
    );
    workspace.folder.write(&format!("{name}/Cargo.toml"), manifest);
}

/// Writes the crate of one side, which reads payloads.
fn member(workspace: &Workspace, name: &str, side: &Side) {
    generated(workspace, name, side);
    let program = Folder::read_path(&repository().join("tests/evolution/reader.rs"));
    let mut program = String::from_utf8(program).expect("it is text");
    program += "\nmod catalog;\n\nuse catalog::*;\n\n";
    program += "fn by_type(event: &str, payload: &Value) -> [bool; 2] {\n    match event {\n";
    for event in &side.model.events {
        let module = module(&side.model[event.domain].name);
        let path = format!("{module}::{}", event_struct(&event.name));
        let _ = writeln!(program, "        {:?} => read::<{path}>(payload),", event.event_type);
    }
    program += "        _ => unreachable!(\"{event}\"),\n    }\n}\n";
    workspace.folder.write(&format!("{name}/src/main.rs"), program);
}

/// One catalog of all, each in the domain of its number.
pub(crate) fn merged<'t>(profile: &str, catalogs: impl Iterator<Item = &'t str>) -> String {
    let mut sections: [(&str, Mapping); 6] =
        ["domains", "scalars", "enums", "variants", "records", "events"]
            .map(|name| (name, Mapping::new()));
    for (number, catalog) in catalogs.enumerate() {
        let catalog: Value = serde_yaml::from_str(catalog).expect("a catalog is YAML");
        let catalog = renamed(catalog, number);
        for (name, section) in &mut sections {
            let entries = catalog.get(*name).and_then(Value::as_mapping);
            section.extend(entries.cloned().into_iter().flatten());
        }
    }
    let mut text = format!(
        "annals: 1\n\
         catalog: {{name: evolution, title: All, namespace: org.example, version: 1.0.0}}\n\
         avro: {{profile: {profile}}}\n\
         lint: {{A0221: allow}}\n"
    );
    for (name, section) in sections.iter().filter(|(_, section)| !section.is_empty()) {
        let json = serde_json::to_string(section).expect("a catalog is JSON");
        let _ = writeln!(text, "{name}: {json}");
    }
    text
}

/// The same with names of its own.
fn renamed(value: Value, number: usize) -> Value {
    match value {
        Value::String(text) => Value::String(name(&text, number)),
        Value::Sequence(items) => items.into_iter().map(|item| renamed(item, number)).collect(),
        Value::Mapping(entries) => {
            let entries = entries.into_iter();
            let entries =
                entries.map(|(key, value)| (renamed(key, number), renamed(value, number)));
            Value::Mapping(entries.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => value,
    }
}

fn name(text: &str, number: usize) -> String {
    if text == "d" {
        return format!("d{number}");
    }
    let text = text.replace("org.example.d.", &format!("org.example.d{number}."));
    let mut words = String::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words += word;
        if SHARED.contains(&word) {
            let upper = word.contains('_');
            let _ = write!(words, "{}{number}", if upper { "_NO" } else { "" });
        }
        let other = after.chars().next().map_or(0, char::len_utf8);
        words += &after[..other];
        rest = &after[other..];
    }
    words
}
