//! Does a project that `annals init` created build, pass its tests, and accept new events?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::ffi::OsStr;
use std::path::Path;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::workspace::{cargo, repository};

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

const FILES: [&str; 9] = [
    ".gitattributes",
    ".gitignore",
    "Cargo.toml",
    "catalog.yaml",
    "generated/Cargo.toml",
    "generated/build.rs",
    "generated/src/lib.rs",
    "service/Cargo.toml",
    "service/src/main.rs",
];

fn run<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Run {
    Run::of(&mut annals(ANNALS, folder, arguments))
}

fn repository_path() -> String {
    repository().display().to_string()
}

#[test]
fn a_new_project_builds_and_accepts_new_events() {
    let folder = Folder::temporary();
    let made = run(folder.root(), ["init", "shop", "--path", &repository_path()]);
    made.ends(0).says(&["`cd shop`", "`cargo build`"]);
    let shop = folder.path("shop");
    run(&shop, ["fmt", "--check"]).ends(0);

    // The repository's lock file is used, since the project's first build would resolve newer versions.
    folder.write("shop/Cargo.lock", Folder::read_path(&repository().join("Cargo.lock")));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target");
    let build = |arguments: &[&str]| Run::of(cargo(&shop, &target).args(arguments));
    build(&["build"]).ends(0).says_nothing_of("warning");
    assert!(folder.has("shop/generated/src/orders/events.rs"));
    run(&shop, ["check"]).ends(0).says(&["no findings"]);
    let tree = build(&["tree", "--edges=normal,build", "--prefix=none"]);
    assert!(tree.ends(0).stdout.contains("annals-codegen v"), "{tree}");
    for command_line in ["clap v", "notify v", "mimalloc v"] {
        assert!(!tree.stdout.contains(command_line), "the build needs {command_line}\n{tree}");
    }
    let tests = build(&["test"]);
    tests.ends(0);
    assert!(tests.stdout.contains("placing_an_order_sends_an_event ... ok"), "{tests}");
    let said = build(&["run", "--quiet"]).ends(0).stdout.clone();
    assert!(page().contains(&format!("```text\n{said}```\n")), "the page shows\n{said}");

    let new = ["new", "event", "ORDER_CANCELLED", "--domain", "orders", "--record", "OrderData"];
    run(&shop, new.iter().chain(&["--repository", "example/shop"])).ends(0);
    run(&shop, ["check"]).ends(1).says(&["error[A0301]", "error[A0303]"]);
    build(&["build"]).ends(0);
    let events = folder.read("shop/generated/src/orders/events.rs");
    assert!(events.contains("pub struct OrderCancelled"), "{events}");
    run(&shop, ["check"]).ends(0).says(&["no findings"]);
    run(&shop, ["fmt", "--check"]).ends(0);
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::temporary();
    folder.write("shop/catalog.yaml", "mine\n");
    folder.write("shop/service/src/main.rs", "fn main() {}\n");
    let refused = run(folder.root(), ["init", "shop"]);
    refused.ends(3).says(&["in the way", "catalog.yaml", "main.rs"]);
    refused.says_nothing_of(".gitignore");
    let left: Vec<_> = folder.snapshot("shop").into_keys().collect();
    assert_eq!(left, ["catalog.yaml", "service/src/main.rs"]);
    assert_eq!(folder.read("shop/catalog.yaml"), "mine\n");
}

#[test]
fn names_are_checked_before_anything_is_written() {
    let folder = Folder::temporary();
    let wrong: [(&[&str], &str); 4] = [
        (&["--name", "Shop Events"], "error[A0111]"),
        (&["--name", "shop", "--namespace", "Example"], "error[A0113]"),
        (&["--name", "annals"], "another crate of the project has this name"),
        (&["--path", "nowhere"], "not a clone of annals"),
    ];
    for (options, words) in wrong {
        run(folder.root(), ["init", "new"].iter().chain(options)).fails().says(&[words]);
        assert!(!folder.has("new"), "{options:?}");
    }
}

#[test]
fn the_name_comes_from_the_folder_and_the_version_from_annals() {
    let folder = Folder::temporary();
    folder.write("My Shop/notes.txt", "");
    run(&folder.path("My Shop"), ["init"]).ends(0);
    let manifest = folder.read("My Shop/Cargo.toml");
    let version = env!("CARGO_PKG_VERSION");
    let place = format!("annals = {{ version = \"={version}\" }}\n");
    assert!(manifest.contains(&place), "{manifest}");
    assert!(manifest.contains("my-shop-events = { path = \"generated\" }\n"), "{manifest}");
    let made: Vec<_> = folder.snapshot("My Shop").into_keys().collect();
    assert_eq!(
        made.iter().filter(|path| *path != "notes.txt").collect::<Vec<_>>(),
        FILES.each_ref()
    );
}

/// The documentation shows every file as it is written.
#[test]
fn the_documentation_shows_the_written_files() {
    let folder = Folder::temporary();
    // The page describes the two folders beside each other.
    for crate_folder in ["runtime", "codegen"] {
        folder.write(&format!("annals/{crate_folder}/Cargo.toml"), "");
    }
    let mut command = annals(ANNALS, folder.root(), ["init", "shop", "--path", "annals"]);
    command.env("SOURCE_DATE_EPOCH", "1768435200");
    Run::of(&mut command).ends(0);
    let page = page();
    for path in FILES {
        let text = folder.read(&format!("shop/{path}"));
        let shown = page
            .split("```")
            .any(|block| block.split_once('\n').is_some_and(|(_, block)| block == text));
        assert!(shown, "docs/your-own-catalog.md does not show `{path}` as it is:\n{text}");
    }
}

fn page() -> String {
    let path = repository().join("docs/your-own-catalog.md");
    String::from_utf8(Folder::read_path(&path)).unwrap()
}
