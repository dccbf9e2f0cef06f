//! What the readers of events say about values: `annals validate`, fastavro, jsonschema and ajv.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use annals_catalog::model::{EventId, Model};
use annals_cli::validate::Validator;
use annals_tests::folder::Folder;
use annals_tests::node::{self, Packages};
use annals_tests::openedx::generated_from;
use annals_tests::python::{self, Environment};
use annals_tests::workspace::{Workspace, repository};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::variants;

/// A folder with the schemas of a catalog and values of its events, one a line: an event type, the value as JSON, and
/// as Avro in hexadecimal digits.
#[derive(Debug)]
pub(crate) struct Values {
    pub(crate) folder: PathBuf,
    pub(crate) model: Model,
}

impl Values {
    /// Writes the values beside the schemas of a member, and what readers need that know nothing of the catalog.
    pub(crate) fn write(workspace: &Workspace, name: &str, model: Model, values: &str) -> Self {
        let write = |file: &str, text: String| {
            workspace.folder.write(&format!("{name}/{file}"), text);
        };
        write("cases.jsonl", cases(&model, values));
        write("values.jsonl", values.to_owned());
        write("names.json", names(&model).to_string());
        Self { folder: workspace.folder.path(name), model }
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        let values = Folder::read_path(&self.folder.join("values.jsonl"));
        let lines = String::from_utf8(values).expect("it is text");
        lines.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }
}

/// One question for each reader about the values of a catalog.
pub(crate) fn trials(
    name: &str,
    values: impl Fn() -> Result<&'static Values, String> + Copy + Send + 'static,
) -> [Trial; 3] {
    let python = python::find(12);
    let no_python = python.is_none() && !python::is_required();
    let no_node = !node::is_there(18) && !python::is_required();
    let validate =
        Trial::test(format!("{name}::annals_validate"), move || judge(&validated(values()?)));
    let readers = Trial::test(format!("{name}::fastavro_and_jsonschema"), move || {
        let python = python.as_deref().ok_or("found no Python 3.12 or later")?;
        judge(&read_by_python(python, &values()?.folder)?)
    });
    let ajv = Trial::test(format!("{name}::ajv"), move || judge(&read_by_ajv(&values()?.folder)?));
    [validate, readers.with_ignored_flag(no_python), ajv.with_ignored_flag(no_node)]
}

pub(crate) fn judge(faults: &str) -> Result<(), Failed> {
    let shown: Vec<&str> = faults.lines().take(20).collect();
    if shown.is_empty() { Ok(()) } else { Err(shown.join("\n").into()) }
}

/// Writes the crate of a catalog, which compiles without warnings, and its schemas. The caller adds a program.
pub(crate) fn member(workspace: &Workspace, name: &str, catalog: &Path) -> Model {
    let (model, files) = generated_from(catalog);
    for (path, bytes) in files.iter() {
        workspace.folder.write(&format!("{name}/{path}"), bytes);
    }
    let root = "//! The bindings of one catalog.\n\nmod catalog;\n\npub use catalog::*;\n";
    workspace.folder.write(&format!("{name}/src/lib.rs"), root);
    let features: String =
        model.domains.iter().map(|domain| format!("{} = []\n", domain.name)).collect();
    let domains: Vec<&str> = model.domains.iter().map(|domain| domain.name.as_str()).collect();
    workspace.folder.write(
        &format!("{name}/Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nedition.workspace = true\n\n[lints]\nworkspace = true\n\n\
             [features]\ndefault = {domains:?}\n{features}\n\
             [dependencies]\nannals = {{ workspace = true, features = [\"serde\", \"testing\"] }}\n"
        ),
    );
    model
}

/// The variants in each of the values, one a line.
fn cases(model: &Model, values: &str) -> String {
    let cases = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        let event = model.events.iter().find(|event| value["event"] == event.event_type.as_str());
        let data = &event.expect("an event of the catalog").data;
        variants::in_data(model, data, &value["json"]).to_string() + "\n"
    };
    values.lines().map(cases).collect()
}

/// The names in JSON of fields that have another name in Avro, by that name.
fn names(model: &Model) -> Value {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let records = model.records.iter().flat_map(|record| &record.fields);
    for field in model.events.iter().flat_map(|event| &event.data).chain(records) {
        if field.in_avro() != field.on_wire() {
            names.entry(field.in_avro()).or_default().insert(field.on_wire());
        }
    }
    json!(names)
}

/// What `annals validate` finds in the values, in both encodings.
fn validated(values: &Values) -> String {
    let model = &values.model;
    let ids = (0..).map(EventId).take(model.events.len());
    let validators: BTreeMap<&str, Validator> =
        ids.map(|id| (model[id].event_type.as_str(), Validator::new(model, id))).collect();
    let mut faults = String::new();
    for value in values.lines() {
        let validator = &validators[value["event"].as_str().expect("an event type")];
        let mut found = validator.check_json(value["json"].to_string().as_bytes());
        found.extend(validator.check_avro(&bytes(value["avro"].as_str().expect("digits"))));
        for finding in found {
            let _ = writeln!(faults, "{value}\n  {finding:?}");
        }
    }
    faults
}

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2).map(|at| &digits[at..at + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("two digits")).collect()
}

fn read_by_python(python: &Path, folder: &Path) -> Result<String, String> {
    let tests = repository().join("tests/constructs");
    let environment =
        Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &tests.join("readers.txt"));
    let files = ["schemas", "values.jsonl", "cases.jsonl", "names.json"];
    let arguments = files.map(|name| folder.join(name));
    let printed =
        environment.and_then(|environment| environment.run(&tests.join("readers.py"), arguments));
    printed.map_err(|error| error.to_string())
}

fn read_by_ajv(folder: &Path) -> Result<String, String> {
    let tests = repository().join("tests/constructs");
    let packages =
        Packages::new(env!("CARGO_TARGET_TMPDIR"), "constructs", &tests.join("package.json"));
    let printed = packages.and_then(|packages| packages.run(&tests.join("ajv.cjs"), folder));
    printed.map_err(|error| error.to_string())
}
