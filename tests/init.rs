//! Does a project that `annals init` created build, pass its tests, and accept new events?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use annals_tests::folder::{Folder, files, relative};
use annals_tests::process::{Run, annals, output_of};
use annals_tests::workspace::{CRATES, cargo, repository};

const WORKFLOW: &str = ".github/workflows/shop-events.yml";
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
    let install = format!("install --locked --git {url} --rev {commit} annals-cli\n");
    assert_eq!(installed(&folder), install);
}

/// The arguments of the `cargo install` that the workflow runs, with the `Cargo.lock` of the project.
#[cfg(unix)]
fn installed(folder: &Folder) -> String {
    let workflow = folder.read(&format!("shop/{WORKFLOW}"));
    let (_, step) = workflow.split_once("- run: |\n").unwrap();
    let script: Vec<&str> =
        step.lines().map_while(|line| line.strip_prefix("          ")).collect();
    let mut bash = Command::new("bash");
    bash.args(["-e", "-c", &format!("cargo() {{ echo \"$@\"; }}\n{}", script.join("\n"))]);
    output_of(bash.current_dir(folder.path("shop"))).unwrap()
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
    #[cfg(unix)]
    assert_eq!(
        installed(&folder),
        concat!("install --locked annals-cli@", env!("CARGO_PKG_VERSION"), "\n")
    );
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
    refused.ends(3).says(&["in the way", "catalog.yaml", "main.rs", "`annals init shop/events`"]);
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
    let workflow = WORKFLOW.replace("shop", "my-shop");
    let expected = FILES.map(|path| if path == WORKFLOW { &workflow } else { path });
    assert!(made.iter().filter(|path| *path != "notes.txt").eq(expected.iter()), "{made:?}");
}

/// A folder with files that every repository has.
#[test]
fn files_that_a_project_can_do_without_stay_as_they_are() {
    let folder = Folder::temporary();
    let own = [".gitignore", ".pre-commit-config.yaml", ".github/workflows/events.yml"];
    for path in own {
        folder.write(&format!("events/{path}"), "mine\n");
    }
    folder.write("events/README.md", "mine\n");
    let made = run(&folder.path("events"), ["init"]);
    made.ends(0).says(&[own[0], own[1], own[2], "not changed", "your-own-catalog.md"]);
    for path in own {
        assert_eq!(folder.read(&format!("events/{path}")), "mine\n");
        assert!(!made.stdout.contains(path), "{made}");
    }
    assert!(folder.has("events/catalog.yaml") && folder.has("events/.gitattributes"));
}

/// Nothing reads workflows and hooks in a subfolder.
#[test]
fn workflows_and_hooks_are_at_the_root_of_a_git_repository() {
    let folder = Folder::temporary();
    folder.write("repository/.git/HEAD", "ref: refs/heads/main\n");
    let root = folder.path("repository");
    // The way that the shell knows does not matter.
    for (place, argument, shop) in
        [("", "parts/shop.v1", "parts/shop.v1"), ("parts", "other", "parts/other")]
    {
        let made = run(&root.join(place), ["init", argument, "--git"]);
        let up = if place.is_empty() { "" } else { "../" };
        let name = format!("{}-events", argument.rsplit('/').next().unwrap().replace('.', "-"));
        let workflow = format!(".github/workflows/{name}.yml");
        made.ends(0);
        assert!(made.stdout.contains(&format!("create {up}{workflow}\n")), "{made}");
        assert!(made.stdout.contains(&format!("create {argument}/catalog.yaml\n")), "{made}");
        assert!(!folder.has(&format!("repository/{shop}/.github")));
        let workflow = folder.read(&format!("repository/{workflow}"));
        for line in [
            format!("    working-directory: {shop}\n"),
            format!("            {shop}/target\n"),
            format!("hashFiles('{shop}/Cargo.lock')"),
            format!("          path: {shop}/site\n"),
        ] {
            assert!(workflow.contains(&line), "{line} is not in\n{workflow}");
        }
    }
    let hooks = folder.read("repository/.pre-commit-config.yaml");
    for line in [
        "entry: annals fmt --catalog parts/shop.v1/catalog.yaml\n",
        "files: '^parts/shop\\.v1/.*\\.ya?ml$'\n",
        "files: '^parts/shop\\.v1/(.*\\.ya?ml$|generated/)'\n",
    ] {
        assert!(hooks.contains(line), "{line} is not in\n{hooks}");
    }
    run(&root, ["fmt", "--check", "--catalog", "parts/shop.v1/catalog.yaml"]).ends(0);

    let odd = run(&root, ["init", "My Shop", "--git"]);
    odd.ends(0).says(&["without a workflow and hooks"]);
    assert!(!folder.has("repository/.github/workflows/my-shop-events.yml"));
}

/// A project needs crates that can be had, and a user should know from where.
#[test]
fn a_project_says_where_its_crates_come_from() {
    let folder = Folder::temporary();
    run(folder.root(), ["init", "a"]).ends(0).says(&["the registry", "`--git`"]);
    run(folder.root(), ["init", "b", "--git"]).ends(0).says_nothing_of("the registry");
    let clone = repository_path();
    run(folder.root(), ["init", "c", "--path", &clone]).ends(0).says(&["without a workflow"]);
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
