//! Do the real readers of events agree about random values of each construct of the language? The catalogs
//! are those of the golden cases.
//!
//! Needs Python 3.12 or later and Node.js 18 or later. Without them, these tests are ignored; in CI (`CI=true`)
//! they fail.

#[path = "json_schema/cases.rs"]
mod cases;
mod constructs {
    pub(crate) mod variants;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals_catalog::model::{EventId, Model};
use annals_catalog::names::{event_struct, module};
use annals_cli::validate::Validator;
use annals_tests::folder::Folder;
use annals_tests::node::{self, Packages};
use annals_tests::openedx::{CONSTRUCTS, generated_from};
use annals_tests::python::{self, Environment};
use annals_tests::workspace::{Workspace, repository};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

/// The number of values of each event.
const COUNT: usize = 1_000;

/// The folder with the values and schemas of each construct, and its model.
static MADE: LazyLock<Vec<(PathBuf, Model)>> = LazyLock::new(made);

fn main() {
    let python = python::find(12);
    let no_python = python.is_none() && !python::is_required();
    let no_node = !node::is_there(18) && !python::is_required();
    let mut trials = Vec::new();
    for (index, construct) in CONSTRUCTS.into_iter().enumerate() {
        let made = move || &MADE[index];
        let validate = Trial::test(format!("{construct}::annals_validate"), move || {
            let (folder, model) = made();
            judge(&validated(folder, model))
        });
        let python = python.clone();
        let readers = Trial::test(format!("{construct}::fastavro_and_jsonschema"), move || {
            let python = python.as_deref().ok_or("found no Python 3.12 or later")?;
            judge(&read_by_python(python, &made().0)?)
        });
        let ajv = Trial::test(format!("{construct}::ajv"), move || judge(&read_by_ajv(&made().0)?));
        trials.extend([
            validate,
            readers.with_ignored_flag(no_python),
            ajv.with_ignored_flag(no_node),
        ]);
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn judge(faults: &str) -> Result<(), Failed> {
    let shown: Vec<&str> = faults.lines().take(20).collect();
    if shown.is_empty() { Ok(()) } else { Err(shown.join("\n").into()) }
}

/// Generates the bindings of each construct, and runs a program that prints values.
fn made() -> Vec<(PathBuf, Model)> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("constructs");
    let workspace = Workspace::new(&place, &CONSTRUCTS);
    let models = CONSTRUCTS.map(|name| member(&workspace, name));
    let run = |(name, model): (&str, Model)| {
        let run = workspace.cargo(["run", "--quiet", "--package", name]);
        let values = &run.ends(0).stdout;
        workspace.folder.write(&format!("{name}/cases.jsonl"), cases(&model, values));
        workspace.folder.write(&format!("{name}/values.jsonl"), values);
        workspace.folder.write(&format!("{name}/names.json"), names(&model).to_string());
        (workspace.folder.path(name), model)
    };
    CONSTRUCTS.into_iter().zip(models).map(run).collect()
}

/// The variants in each of the values, one a line.
fn cases(model: &Model, values: &str) -> String {
    let cases = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        let event = model.events.iter().find(|event| value["event"] == event.event_type.as_str());
        let data = &event.expect("an event of the catalog").data;
        constructs::variants::in_data(model, data, &value["json"]).to_string() + "\n"
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

/// Writes the crate of one construct.
fn member(workspace: &Workspace, name: &str) -> Model {
    let golden = repository().join("tests/golden").join(name);
    let (model, files) = generated_from(&golden.join("catalog.yaml"));
    for (path, bytes) in files.iter() {
        workspace.folder.write(&format!("{name}/{path}"), bytes);
    }
    let write = |path: &str, text: String| {
        workspace.folder.write(&format!("{name}/{path}"), text);
    };
    let features: String =
        model.domains.iter().map(|domain| format!("{} = []\n", domain.name)).collect();
    let domains: Vec<&str> = model.domains.iter().map(|domain| domain.name.as_str()).collect();
    write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"{name}\"\nedition.workspace = true\n\n[features]\ndefault = {domains:?}\n{features}\n\
             [dependencies]\nannals = {{ workspace = true, features = [\"serde\", \"testing\"] }}\n"
        ),
    );
    let values = Folder::read_path(&repository().join("tests/constructs/values.rs"));
    let mut main = String::from_utf8(values).expect("it is text")
        + "\nmod catalog;\n\nuse catalog::*;\n\nfn main() {\n";
    for event in model.events.iter().filter(|event| event.local_only.is_none()) {
        let module = module(&model[event.domain].name);
        let _ = writeln!(main, "    write::<{module}::{}>();", event_struct(&event.name));
    }
    write("src/main.rs", main + "}\n");
    model
}

/// What `annals validate` finds in the values, in both encodings.
fn validated(folder: &Path, model: &Model) -> String {
    let ids = (0..).map(EventId).take(model.events.len());
    let validators: BTreeMap<&str, Validator> =
        ids.map(|id| (model[id].event_type.as_str(), Validator::new(model, id))).collect();
    let values = Folder::read_path(&folder.join("values.jsonl"));
    let lines = String::from_utf8(values).expect("it is text");
    assert_eq!(lines.lines().count(), COUNT * validators.len());
    let mut faults = String::new();
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        let validator = &validators[value["event"].as_str().expect("an event type")];
        let mut found = validator.check_json(value["json"].to_string().as_bytes());
        found.extend(validator.check_avro(&bytes(value["avro"].as_str().expect("digits"))));
        for finding in found {
            let _ = writeln!(faults, "{line}\n  {finding:?}");
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
