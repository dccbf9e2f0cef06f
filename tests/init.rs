//! Does a project that `annals init` created build, pass its tests, and accept new events?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use annals_tests::folder::{Folder, files, relative};
use annals_tests::process::{Run, annals, output_of};
use annals_tests::workspace::{CRATES, cargo, repository};

const WORKFLOW: &str = ".github/workflows/ci.yml";
const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

const FILES: [&str; 13] = [
    ".gitattributes",
    WORKFLOW,
    ".gitignore",
    ".pre-commit-config.yaml",
    ".vscode/settings.json",
    "Cargo.toml",
    "catalog.schema.json",
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

/// The crates of the repository as somebody else finds them: in a git repository, at a commit.
fn published(folder: &Folder) -> (String, String) {
    let crates = CRATES.iter().map(|(_, folder)| *folder);
    for part in crates.chain(["Cargo.toml", "cli/Cargo.toml", "cli/src/main.rs", "cli/src/lib.rs"])
    {
        let place = repository().join(part);
        let found = if place.is_dir() { files(&place) } else { vec![place] };
        for file in found {
            let path = relative(repository(), &file);
            folder.write(&format!("annals/{path}"), Folder::read_path(&file));
        }
    }
    let root = folder.path("annals");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(&root).args(["-c", "user.name=T", "-c", "user.email=t@t"]);
        output_of(git.args(arguments)).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message=All"]);
    (format!("file://{}", root.display()), git(&["rev-parse", "HEAD"]))
}

/// A home of cargo with the packages that this machine has, so that the user's own gets no repository.
#[cfg(unix)]
fn cargo_home(folder: &Folder) -> std::path::PathBuf {
    let user = std::env::home_dir().map(|home| home.join(".cargo")).unwrap();
    let known = std::env::var_os("CARGO_HOME").map_or(user, Into::into);
    let home = folder.path("cargo-home");
    std::fs::create_dir(&home).unwrap();
    for name in ["registry", "config.toml"].iter().filter(|name| known.join(name).exists()) {
        std::os::unix::fs::symlink(known.join(name), home.join(name)).unwrap();
    }
    home
}

/// Without a clone of annals beside it, so everybody who has the project can build it.
#[cfg(unix)]
#[test]
fn a_project_builds_with_the_crates_of_a_git_repository() {
    let folder = Folder::temporary();
    let (url, commit) = published(&folder);
    let made = run(folder.root(), ["init", "shop", &format!("--git={url}"), "--rev", &commit]);
    made.ends(0);
    let manifest = folder.read("shop/Cargo.toml");
    let place = format!("annals = {{ git = \"{url}\", rev = \"{commit}\" }}\n");
    assert!(manifest.contains(&place), "{manifest}");
    let install = format!("run: cargo install --locked --git {url} --rev {commit} annals-cli\n");
    assert!(folder.read(&format!("shop/{WORKFLOW}")).contains(&install));

    folder.write("shop/Cargo.lock", Folder::read_path(&repository().join("Cargo.lock")));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target");
    let home = cargo_home(&folder);
    let shop = folder.path("shop");
    let build = |command: &str| {
        // The repository is fetched from this machine, which cargo also calls going online.
        let mut cargo = cargo(&shop, &target);
        Run::of(cargo.arg(command).env("CARGO_HOME", &home).env("CARGO_NET_OFFLINE", "false"))
    };
    build("check").ends(0).says_nothing_of("warning");
    assert!(folder.has("shop/generated/src/orders/events.rs"));
    let lock = folder.read("shop/Cargo.lock");
    assert!(lock.contains(&format!("source = \"git+{url}?rev={commit}#{commit}\"")), "{lock}");
    run(&shop, ["check"]).ends(0).says(&["no findings"]);
}

/// The packages of a registry are those of this repository here, since none is published yet.
#[test]
fn a_project_resolves_with_the_crates_of_a_registry() {
    let folder = Folder::temporary();
    run(folder.root(), ["init", "shop"]).ends(0);
    let patch = |(name, folder): &(&str, &str)| {
        format!("{name} = {{ path = {:?} }}\n", repository().join(folder))
    };
    let patches: String = CRATES.iter().map(patch).collect();
    folder.write("shop/.cargo/config.toml", format!("[patch.crates-io]\n{patches}"));
    folder.write("shop/Cargo.lock", Folder::read_path(&repository().join("Cargo.lock")));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target");
    let shop = folder.path("shop");
    let tree =
        Run::of(cargo(&shop, &target).args(["tree", "--edges=normal,build", "--prefix=none"]));
    for name in ["annals", "annals-codegen", "shop-events"] {
        assert!(tree.ends(0).stdout.contains(&format!("{name} v")), "{name} is not in\n{tree}");
    }
    let install =
        concat!("run: cargo install --locked annals-cli@", env!("CARGO_PKG_VERSION"), "\n");
    assert!(folder.read(&format!("shop/{WORKFLOW}")).contains(install));
}

/// A workflow could not find the clone.
#[test]
fn a_project_with_the_crates_of_a_clone_has_no_workflow() {
    let folder = Folder::temporary();
    run(folder.root(), ["init", "shop", "--path", &repository_path()]).ends(0);
    let made: Vec<_> = folder.snapshot("shop").into_keys().collect();
    let expected: Vec<_> = FILES.into_iter().filter(|path| *path != WORKFLOW).collect();
    assert_eq!(made, expected);
}

#[test]
fn a_quiet_run_prints_nothing() {
    let folder = Folder::temporary();
    let made = run(folder.root(), ["init", "shop", "-q"]);
    assert_eq!((made.ends(0).stdout.as_str(), made.stderr.as_str()), ("", ""));
    assert!(folder.has("shop/catalog.yaml"));
}

/// The settings name a file that is there, and the schema is that of this program.
#[test]
fn the_settings_of_the_editor_find_the_schema() {
    let folder = Folder::temporary();
    run(folder.root(), ["init", "shop"]).ends(0);
    let settings = folder.read("shop/.vscode/settings.json");
    let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    assert!(schemas.iter().eq([(&"./catalog.schema.json".to_owned(), &"catalog.yaml".into())]));
    let schema = run(folder.root(), ["schema"]).ends(0).stdout.clone();
    assert_eq!(folder.read("shop/catalog.schema.json"), schema);
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
    let mut command = annals(ANNALS, folder.root(), ["init", "shop", "--git"]);
    command.env("SOURCE_DATE_EPOCH", "1768435200");
    Run::of(&mut command).ends(0);
    let page = page();
    // The page of editors is about the schema, which is long.
    for path in FILES.into_iter().filter(|path| *path != "catalog.schema.json") {
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
