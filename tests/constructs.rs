//! Do the real readers of events agree about random values of each construct of the language? The catalogs
//! are those of the golden cases.
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
use annals_tests::openedx::CONSTRUCTS;
use annals_tests::workspace::{Workspace, repository};
use libtest_mimic::Arguments;
use readers::Values;

/// The number of values of each event.
const COUNT: usize = 1_000;

/// The values of each construct.
static MADE: LazyLock<Vec<Values>> = LazyLock::new(made);

fn main() {
    let trials = CONSTRUCTS.into_iter().enumerate();
    let trials = trials.flat_map(|(index, name)| readers::trials(name, move || Ok(&MADE[index])));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

/// Generates the bindings of each construct, and runs a program that prints values.
fn made() -> Vec<Values> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("constructs");
    let workspace = Workspace::new(&place, &CONSTRUCTS);
    let models = CONSTRUCTS.map(|name| member(&workspace, name));
    let run = |(name, model): (&str, Model)| {
        let run = workspace.cargo(["run", "--quiet", "--package", name]);
        let values = &run.ends(0).stdout;
        let sent = model.events.iter().filter(|event| event.local_only.is_none());
        assert_eq!(values.lines().count(), COUNT * sent.count());
        Values::write(&workspace, name, model, values)
    };
    CONSTRUCTS.into_iter().zip(models).map(run).collect()
}

/// Writes the crate of one construct.
fn member(workspace: &Workspace, name: &str) -> Model {
    let golden = repository().join("tests/golden").join(name);
    let model = readers::member(workspace, name, &golden.join("catalog.yaml"));
    let values = Folder::read_path(&repository().join("tests/constructs/values.rs"));
    let mut main = String::from_utf8(values).expect("it is text");
    let _ = writeln!(main, "\nuse {}::*;\n\nfn main() {{", name.replace('-', "_"));
    for event in model.events.iter().filter(|event| event.local_only.is_none()) {
        let module = module(&model[event.domain].name);
        let _ = writeln!(main, "    write::<{module}::{}>();", event_struct(&event.name));
    }
    workspace.folder.write(&format!("{name}/src/main.rs"), main + "}\n");
    model
}
