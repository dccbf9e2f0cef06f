//! Do catalogs of the world's events hold what is really sent? Each is written as its team would write it.
//!
//! Their payloads go through the generated Rust and back, and every reader accepts them. Those of GitHub are examples on
//! npm, and a few like them for actions that have none there; they are valid under the schemas on npm as well. No package
//! has payloads or schemas of OpenTelemetry, Glean and Wikimedia: those are made after their documentation.
//!
//! Needs Python 3.12 or later and Node.js 18 or later. Without them, these tests are ignored; in CI (`CI=true`)
//! they fail.

#[path = "json_schema/cases.rs"]
mod cases;
#[path = "constructs/readers.rs"]
mod readers;
#[path = "constructs/variants.rs"]
mod variants;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use annals_catalog::model::Model;
use annals_catalog::names::{event_struct, module};
use annals_tests::folder::Folder;
use annals_tests::node::{self, Packages};
use annals_tests::process::Run;
use annals_tests::python;
use annals_tests::workspace::{Workspace, cargo, repository};
use libtest_mimic::{Arguments, Trial};
use readers::Values;
use serde_json::Value;

const CATALOGS: [&str; 4] = ["github", "glean", "opentelemetry", "wikimedia"];

/// The crates of all catalogs, which compile without warnings, and their models.
static CRATES: LazyLock<(Workspace, [Model; 4])> = LazyLock::new(crates);

/// The payloads of each catalog, written again by its crate.
static MADE: [LazyLock<Result<Values, String>>; 4] = [
    LazyLock::new(|| values(0)),
    LazyLock::new(|| values(1)),
    LazyLock::new(|| values(2)),
    LazyLock::new(|| values(3)),
];

fn main() {
    let no_node = !node::is_there(18) && !python::is_required();
    let mut trials = Vec::new();
    for (index, name) in CATALOGS.into_iter().enumerate() {
        let values = move || LazyLock::force(&MADE[index]).as_ref().map_err(String::clone);
        // Only Node.js has the payloads of GitHub.
        let ignored = name == "github" && no_node;
        let same = Trial::test(format!("{name}::payloads_stay_the_same"), move || {
            readers::judge(&changed(name, values()?)?)
        });
        let all = Trial::test(format!("{name}::payloads_have_every_event"), move || {
            readers::judge(&missing(values()?))
        });
        for trial in readers::trials(name, values).into_iter().chain([same, all]) {
            let ignored = ignored || trial.has_ignored_flag();
            trials.push(trial.with_ignored_flag(ignored));
        }
        if name == "github" {
            let original = Trial::test("github::the_schemas_on_npm", move || {
                readers::judge(&github(&values()?.folder)?)
            });
            trials.push(original.with_ignored_flag(no_node));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// The catalogs as one workspace, compiled.
fn crates() -> (Workspace, [Model; 4]) {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalogs");
    let workspace = Workspace::new(&place, &CATALOGS);
    let models = CATALOGS.map(|name| member(&workspace, name));
    // The workspace denies warnings, so the generated crates have none.
    workspace.cargo(["build", "--workspace"]).ends(0);
    (workspace, models)
}

/// Writes the crate of one catalog: a library with the bindings, and a program that reads and writes events.
fn member(workspace: &Workspace, name: &str) -> Model {
    let catalog = repository().join("tests/catalogs").join(name).join("catalog.yaml");
    let model = readers::member(workspace, name, &catalog);
    let program = Folder::read_path(&repository().join("tests/catalogs/program.rs"));
    let mut main = String::from_utf8(program).expect("it is text");
    let _ = writeln!(main, "\nfn readers() -> [(&'static str, Again); {}] {{", model.events.len());
    main += "    [\n";
    for event in &model.events {
        let module = module(&model[event.domain].name);
        let _ =
            writeln!(main, "        reader::<{name}::{module}::{}>(),", event_struct(&event.name));
    }
    workspace.folder.write(&format!("{name}/src/main.rs"), main + "    ]\n}\n");
    model
}

fn values(index: usize) -> Result<Values, String> {
    let (workspace, models) = &*CRATES;
    let name = CATALOGS[index];
    let input: String =
        payloads(name)?.iter().map(|(event, json)| format!("{event}\t{json}\n")).collect();
    let mut run = cargo(workspace.folder.root(), workspace.target());
    run.args(["run", "--quiet", "--package", name]);
    let run = Run::with_input(&mut run, input.as_bytes());
    if run.code != Some(0) {
        return Err(run.to_string());
    }
    Ok(Values::write(workspace, name, models[index].clone(), &run.stdout))
}

/// The payloads of a catalog, each with its event type.
fn payloads(name: &str) -> Result<Vec<(String, Value)>, String> {
    if name == "github" {
        let printed = run_node("payloads")?;
        let lines = printed.lines().map(|line| {
            let (event, json) = line.split_once('\t').expect("a tab is between the two");
            (event.to_owned(), serde_json::from_str(json).expect("an example is JSON"))
        });
        return Ok(lines.collect());
    }
    let file = repository().join("tests/catalogs").join(name).join("payloads.jsonl");
    let text = String::from_utf8(Folder::read_path(&file)).expect("it is text");
    let lines = text.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).expect("a line is JSON");
        (line["event"].as_str().expect("an event type").to_owned(), line["json"].take())
    });
    Ok(lines.collect())
}

/// The payloads that are others after they were read and written.
fn changed(name: &str, values: &Values) -> Result<String, String> {
    let (payloads, values) = (payloads(name)?, values.lines());
    assert_eq!(payloads.len(), values.len());
    let mut faults = String::new();
    for ((event, json), value) in payloads.iter().zip(values) {
        if *json != value["json"] {
            let _ = writeln!(faults, "{event}: {json}\n  is written as {}", value["json"]);
        }
    }
    Ok(faults)
}

/// The events without a payload.
fn missing(values: &Values) -> String {
    let lines = values.lines();
    let has_one = |event_type: &str| lines.iter().any(|line| line["event"] == event_type);
    let types = values.model.events.iter().map(|event| event.event_type.as_str());
    types
        .filter(|event_type| !has_one(event_type))
        .map(|event_type| event_type.to_owned() + "\n")
        .collect()
}

fn github(folder: &Path) -> Result<String, String> {
    run_node(&folder.to_string_lossy())
}

fn run_node(argument: &str) -> Result<String, String> {
    let tests = repository().join("tests/catalogs");
    let packages =
        Packages::new(env!("CARGO_TARGET_TMPDIR"), "catalogs", &tests.join("package.json"));
    let printed = packages
        .and_then(|packages| packages.run(&tests.join("github/payloads.cjs"), Path::new(argument)));
    printed.map_err(|error| error.to_string())
}
