//! Does code that creates an event compile unchanged, and mean the same, after an edit of the catalog?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use annals_tests::process::{Run, annals};
use annals_tests::workspace::Workspace;
use serde_json::{Value, json};

const CALLER: &str = "caller/src/main.rs";

const BINDINGS: &str = "[package]
name = \"bindings\"
edition.workspace = true

[features]
default = [\"orders\"]
orders = []

[dependencies]
annals = { workspace = true }
";

const MANIFEST: &str = "[package]
name = \"caller\"
edition.workspace = true

[dependencies]
annals = { workspace = true }
bindings = { path = \"../generated\" }
";

/// The bindings of the catalog, and a program that uses them. All tests share it, one at a time.
static PROJECT: LazyLock<Mutex<Workspace>> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("construct");
    let workspace = Workspace::new(&place, &["generated", "caller"]);
    workspace.folder.write("caller/Cargo.toml", MANIFEST);
    workspace.folder.write("generated/Cargo.toml", BINDINGS);
    let root = "//! The bindings.\n\nmod catalog;\n\npub use catalog::*;\n";
    workspace.folder.write("generated/src/lib.rs", root);
    Mutex::new(workspace)
});

/// The project in its initial state.
fn project() -> MutexGuard<'static, Workspace> {
    let project = PROJECT.lock().unwrap_or_else(PoisonError::into_inner);
    project.copy("tests/construct/catalog.yaml", "catalog.yaml");
    project.copy("tests/construct/caller.rs", CALLER);
    project
}

/// Generates the bindings and runs the program.
fn run(project: &Workspace) -> Run {
    let program = env!("CARGO_BIN_EXE_annals-under-test");
    Run::of(&mut annals(program, project.folder.root(), ["generate"])).ends(0);
    project.cargo(["run", "--package=caller"])
}

/// The event that the program prints.
fn printed(project: &Workspace) -> Value {
    serde_json::from_str(&run(project).ends(0).stdout).unwrap()
}

fn event() -> Value {
    json!({
        "buyer": { "username": "maya_ortiz", "email": "maya@example.com", "name": "Maya" },
        "address": { "street": "High Street" },
    })
}

#[test]
fn fields_of_one_type_keep_their_values_in_any_order() {
    let project = project();
    assert_eq!(printed(&project), event());
    let text = project.folder.read("catalog.yaml");
    let [username, email] = ["username", "email"]
        .map(|name| text.lines().find(|line| line.contains(&format!(" {name}:"))).unwrap());
    let swapped = format!("{email}\n{username}");
    project.folder.edit("catalog.yaml", &format!("{username}\n{email}"), &swapped);
    assert_eq!(printed(&project), event());
}

#[test]
fn optional_fields_can_be_added() {
    let project = project();
    for (before, field) in [
        (
            "        name:",
            "        phone: { type: string?, description: Another way to reach them. }",
        ),
        (
            "        street:",
            "        city: { type: string, default: Brno, description: The city. }",
        ),
    ] {
        project.folder.edit("catalog.yaml", before, &format!("{field}\n{before}"));
    }
    let mut expected = event();
    expected["buyer"]["phone"] = Value::Null;
    expected["address"]["city"] = json!("Brno");
    assert_eq!(printed(&project), expected);
}

#[test]
fn required_fields_cannot_be_left_out() {
    let project = project();
    let email = "        email: \"maya@example.com\".to_owned(),\n";
    let line = project.folder.edit(CALLER, email, "") - 2;
    let place = format!("{CALLER}:{line}:17");
    run(&project).fails().says(&["error[E0063]: missing field `email`", "required::Buyer", &place]);

    project.copy("tests/construct/caller.rs", CALLER);
    let zip = "        zip: { type: string, description: The code of the place. }";
    let street = "        street:";
    project.folder.edit("catalog.yaml", street, &format!("{zip}\n{street}"));
    run(&project).fails().says(&["error[E0063]: missing field `zip`", "required::Address"]);
}
