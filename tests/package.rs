//! Can others use the generated crate as a package, without the compiler among its dependencies?

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use annals_tests::folder::{Folder, files, relative};
use annals_tests::process::Run;
use annals_tests::workspace::{CRATES, Workspace, cargo, repository};

/// Crates that a user of the generated types must not have to compile.
const COMPILER: [&str; 6] =
    ["saphyr-parser", "minijinja", "clap", "annals-codegen", "annals-catalog", "annotate-snippets"];

/// A crate of another team, with its dependency as from a registry.
struct Team {
    workspace: Workspace,
    package: Folder,
}

static TEAM: LazyLock<Team> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let workspace = Workspace::new(&place.join("team"), &["team"]);
    let package = unpacked(workspace.target());
    let root = "//! A crate of another team.\n\npub use openedx_events::types::CourseKey;\n";
    workspace.folder.write("team/src/lib.rs", root);
    // None of our crates is published yet, so only those that the package needs are patched in.
    let patches = &CRATES[..3];
    let patch = |(name, folder): &(&str, &str)| {
        format!("{name} = {{ path = {:?} }}\n", repository().join(folder))
    };
    let patches: String = patches.iter().map(patch).collect();
    workspace.folder.write(".cargo/config.toml", format!("[patch.crates-io]\n{patches}"));
    Team { workspace, package }
});

/// Packages the generated crate, lets cargo verify the package, and returns its files.
fn unpacked(target: &Path) -> Folder {
    let mut command = cargo(repository(), target);
    command.args(["package", "--package=openedx-events", "--allow-dirty", "--offline"]);
    Run::of(&mut command).ends(0);
    let package = target.join(format!("package/openedx-events-{}", env!("CARGO_PKG_VERSION")));
    let copy = Folder::empty(&target.with_file_name("openedx-events"));
    for file in files(&package) {
        copy.write(&relative(&package, &file), Folder::read_path(&file));
    }
    copy
}

impl Team {
    fn depend(&self, options: &str) {
        let path = self.package.root();
        let manifest = format!(
            "[package]\nname = \"team\"\nedition.workspace = true\n\n\
             [dependencies]\nopenedx-events = {{ path = {path:?}{options} }}\n"
        );
        self.workspace.folder.write("team/Cargo.toml", manifest);
    }
}

#[test]
fn the_package_contains_what_its_users_need() {
    let paths: BTreeSet<String> = TEAM.package.snapshot("").into_keys().collect();
    let count = |start: &str| paths.iter().filter(|path| path.starts_with(start)).count();
    for path in ["Cargo.toml", "README.md", "catalog.lock", "src/lib.rs", "src/catalog.rs"] {
        assert!(paths.contains(path), "{path} is missing from {paths:?}");
    }
    let schemas = |folder: &str| files(&repository().join("generated/schemas").join(folder)).len();
    assert_eq!(count("schemas/avro/"), schemas("avro"));
    assert_eq!(count("schemas/json/"), schemas("json"));
    assert!(schemas("avro") > 0);
    assert_eq!((count("docs/"), count("build.rs")), (0, 0), "{paths:?}");
}

/// The repository's own patches also apply in its target folder, but this team does not use all of
/// them, and other teams use none.
fn warnings(stderr: &str) -> Vec<&str> {
    let is_warning = |line: &&str| line.starts_with("warning") && !line.contains("was not used in");
    stderr.lines().filter(is_warning).collect()
}

/// One check after another, since all use one crate in one target folder.
#[test]
fn the_package_builds_without_the_compiler() {
    let team = &TEAM;
    for options in [
        "",
        ", features = [\"serde\"]",
        ", default-features = false",
        ", default-features = false, features = [\"learning\"]",
    ] {
        team.depend(options);
        let run = team.workspace.cargo(["check", "--verbose"]);
        let warnings = warnings(&run.ends(0).stderr);
        assert!(warnings.is_empty(), "{warnings:?}");
        let tree = team.workspace.cargo(["tree", "--edges=normal,build", "--prefix=none"]);
        let tree = &tree.ends(0).stdout;
        assert!(tree.contains("openedx-events v") && tree.contains("annals-macros v"), "{tree}");
        for name in COMPILER {
            let built = run.stderr.lines().any(|line| {
                let line = line.trim_start();
                ["Compiling", "Checking", "Fresh", "Dirty"]
                    .iter()
                    .any(|verb| line.starts_with(verb))
                    && line.contains(&format!(" {name} v"))
            });
            assert!(!built, "{name} was built{options}\n{run}");
            let listed = tree.lines().any(|line| line.starts_with(&format!("{name} v")));
            assert!(!listed, "{name} is in the tree{options}\n{tree}");
        }
    }
}
